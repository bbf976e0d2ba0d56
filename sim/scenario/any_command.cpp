#include "sim/scenario/any_command.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace groundhog {
namespace {

using Choices = std::span<const std::string_view>;

// Words of a form: those in lower case that OperationSpec names are drawn, others stand for themselves.
constexpr std::string_view ttls[] = {"ttl",      "ttl",      "ttl",      "ttl",      "ttl",      "ttl",      "seconds",
                                     "seconds",  "seconds",  "seconds",  "at_ms",    "at_ms",    "at_ms",    "at_s",
                                     "at_s",     "at_s",     "1",        "0",        "-5",       "overflow", "overflow",
                                     "overflow", "overflow", "overflow", "overflow", "overflow", "overflow", "SOON"};
constexpr std::string_view amounts[] = {"1", "7", "-3", "0", "MANY"};
constexpr std::string_view places[] = {"0", "1", "3", "-2", "-1", "FAR"};
constexpr std::string_view cursors[] = {"0", "0", "0", "2", "7", "NONE"};
constexpr std::string_view patterns[] = {"*", "k1*", "k?", "k[0-3]", "k[^1]*", "x*"};
constexpr std::string_view counts[] = {"1", "5", "100", "0"};
constexpr std::string_view types[] = {"STRING", "LIST"};
constexpr std::string_view databases[] = {"0", "0", "0", "1"};
constexpr std::string_view waits[] = {"1", "10", "50", "-1"};  // 0 is for ever

struct Argument {
  std::string_view name;  // in CommandSpec::arguments
  Choices choices;
};

constexpr Argument arguments[] = {
    {"ttl", ttls},    {"amount", amounts},     {"offset", places},      {"first", places},
    {"last", places}, {"cursor", cursors},     {"pattern", patterns},   {"count", counts},
    {"type", types},  {"database", databases}, {"milliseconds", waits},
};

// A word that is not in the table is one of a form.
std::string_view word_for(std::string_view name, RandomKey key) {
  if (name == "source") return "key";
  if (name == "addition") return "value";
  const auto* const found = std::ranges::find(arguments, name, &Argument::name);
  if (found == std::end(arguments)) return name;
  return found->choices[uniform_below(key.draw(0), found->choices.size())];
}

bool is_sent(const CommandSpec& command, const CommandGrammar& grammar) {
  if (grammar.words.empty()) return command.reads;
  const std::string_view first = grammar.words.front();
  return command.reads || first == "key" || first == "source" || first == "replicas";
}

}  // namespace

AnyCommand::AnyCommand(std::span<const CommandSpec> commands) {
  for (const CommandSpec& command : commands) {
    CommandGrammar grammar = grammar_of(command);
    if (!is_sent(command, grammar)) continue;
    weights_.push_back(2 + 2 * static_cast<double>(grammar.options.size()));
    entries_.push_back({command.name, std::move(grammar)});
  }
}

FormCommand AnyCommand::form(RandomKey key) const {
  FormCommand form;
  if (entries_.empty()) return form;
  const auto& [name, grammar] = entries_[weighted_choice(key.sub("command").draw(0), weights_)];
  add_word(name, form);
  std::uint64_t ordinal = 0;
  const auto add = [&](std::string_view argument) {
    add_word(word_for(argument, key.sub("word").sub(++ordinal)), form);
  };
  const std::uint64_t times = grammar.repeats ? 1 + uniform_below(key.sub("times").draw(0), 3) : 1;
  for (std::uint64_t i = 0; i < times; ++i) std::ranges::for_each(grammar.words, add);
  if (grammar.options.empty()) return form;
  // None in a third, one in a half, else two.
  constexpr std::array<std::uint64_t, 6> option_counts{0, 0, 1, 1, 1, 2};
  const std::uint64_t options = option_counts[key.sub("options").draw(0) % option_counts.size()];
  for (std::uint64_t i = 0; i < options; ++i) {
    const auto& option = grammar.options[uniform_below(key.sub("option").draw(i), grammar.options.size())];
    add_word(option.word, form);
    if (!option.argument.empty()) add(option.argument);
  }
  return form;
}

}  // namespace groundhog
