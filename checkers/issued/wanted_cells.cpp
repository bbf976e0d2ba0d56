#include "checkers/issued/wanted_cells.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "checkers/issued/command_form.hpp"
#include "checkers/issued/issued_rules.hpp"

namespace groundhog::checkers {
namespace {

constexpr IssuedReason left_out[] = {
    {"CLIENT COMMAND CONFIG DEBUG INFO ROLE TIME", "they are about the node, and say nothing of keys"},
    {"ECHO PING QUIT RESET SELECT", "they are about the connection, and say nothing of keys"},
    {"AUTH HELLO", "no node of a scenario has a password, and there is one protocol"},
    {"REPLICAOF SLAVEOF", "they are the operator's, whose faults send them"},
};

constexpr IssuedReason not_asked_for[] = {
    {"another outcome in a cell", "no server may give it; a key that is dead but held is as good as absent"},
    {"`past` and `overflow` where they are not listed",
     "a time to live that is not positive is refused by all but the EXPIRE family, so it is `illegal`; in milliseconds "
     "since 1970 every number is an instant"},
    {"`illegal` of a command that takes neither options nor numbers",
     "all that can be wrong is how many words there are, which one place checks for all commands"},
    {"further combinations of options",
     "each option is asked for by itself, and each combination that a word of `mix` sends; what comes of others is "
     "judged all the same"},
    {"no reply", "the network decides whether one comes, not the command; it is counted, and the key is not looked at"},
    {"`LOADING`", "one place refuses all commands that need the data, while a node has none; it is counted for each"},
    {"`OOM`", "it needs a limit on memory, which few scenarios set"},
    {"no room for another client", "the connection is refused, whatever it asks for"},
    {"an empty answer to `GETRANGE`, and 0 to `STRLEN`, of a key that is there", "few generated values are so short"},
    {"`ERR` of `WAIT`, `MULTI`, `EXEC`, `DISCARD` and `WATCH`, `UNBLOCKED` of `WAIT`",
     "they come where a client changes its node in the middle of a transaction, or a node its role"},
};

// These are served in any role and state.
constexpr std::string_view about_connection = "MULTI EXEC DISCARD WATCH UNWATCH WAIT";

class Wanted {
 public:
  void add_form(const std::string& form) {
    if (!forms_.insert(form).second) return;
    const std::vector<std::string_view> places = key_places(form);
    if (places.empty()) add_outcomes(form, "", KeyFound::none);
    for (const std::string_view place : places) {
      for (const KeyFound found : key_states) add_outcomes(form, place, found);
    }
  }

  void add_refusals(const CommandSpec& command) {
    if (has_word(about_connection, command.name)) return;
    for (const IssuedRefusal& refusal : issued_refusals()) {
      if (!refusal.is_wanted || (refusal.writes_only && command.reads)) continue;
      cells_.push_back({std::string(command.name), "", KeyFound::none, std::string(refusal.error)});
    }
  }

  std::vector<IssuedCell> take() { return std::move(cells_); }

 private:
  void add_outcomes(const std::string& form, std::string_view place, KeyFound found) {
    for (const std::string_view outcome : split_words(outcomes_at(form, place, found))) {
      if (!outcome.ends_with('?')) cells_.push_back({form, std::string(place), found, std::string(outcome)});
    }
  }

  std::set<std::string> forms_;
  std::vector<IssuedCell> cells_;
};

bool is_left_out(std::string_view command) {
  return std::ranges::any_of(left_out, [&](const IssuedReason& each) { return has_word(each.what, command); });
}

}  // namespace

std::vector<IssuedCell> wanted_cells(std::span<const CommandSpec> commands, std::span<const OperationSpec> operations) {
  std::vector<std::string> sent;
  for (const OperationSpec& operation : operations) {
    for (std::string& form : forms_of(operation, commands)) sent.push_back(std::move(form));
  }
  Wanted wanted;
  for (const CommandSpec& command : commands) {
    if (!is_counted(command.name)) continue;
    for (const std::string& form : forms_of(command)) wanted.add_form(form);
    for (const std::string& form : sent) {
      if (command_of(form) == command.name) wanted.add_form(form);
    }
    wanted.add_refusals(command);
  }
  return wanted.take();
}

std::span<const IssuedReason> not_counted() { return left_out; }

std::span<const IssuedReason> not_wanted() { return not_asked_for; }

std::vector<std::string_view> commands_without_rule(std::span<const CommandSpec> commands) {
  std::vector<std::string_view> missing;
  for (const CommandSpec& command : commands) {
    if (!is_left_out(command.name) && !is_counted(command.name)) missing.push_back(command.name);
  }
  return missing;
}

}  // namespace groundhog::checkers
