#include "sim/scenario/operation_form.hpp"

#include <algorithm>
#include <iterator>

#include "sim/guest/guest.hpp"

namespace groundhog {
namespace {

using Drawn = FormWord::Kind;

// In the order of FormWord::Kind, from `key` on.
constexpr std::string_view drawn_words[] = {"key",  "value",    "ttl",      "seconds", "at_ms",
                                            "at_s", "replicas", "overflow", "any",     "same_key"};

Drawn kind_of(std::string_view word) {
  const auto* const found = std::ranges::find(drawn_words, word);
  if (found == std::end(drawn_words)) return Drawn::itself;
  return static_cast<Drawn>(found - drawn_words + 1);
}

}  // namespace

void add_word(std::string_view text, FormCommand& command) {
  const Drawn kind = kind_of(text);
  const std::size_t place = command.words.size();
  if (kind == Drawn::key) {
    const bool is_first = std::ranges::count(command.words, Drawn::key, &FormWord::kind) == 0;
    command.only_key = is_first ? std::optional(place) : std::nullopt;
  }
  const bool is_deadline = kind == Drawn::ttl || kind == Drawn::seconds || kind == Drawn::at_ms || kind == Drawn::at_s;
  if (is_deadline && !command.deadline) command.deadline = place;
  command.words.push_back({kind, std::string(text)});
}

std::vector<FormCommand> read_form(std::string_view form) {
  std::vector<FormCommand> commands(1);
  for (const std::string_view word : split_words(form)) {
    if (word == ";") {
      commands.emplace_back();
    } else {
      add_word(word, commands.back());
    }
  }
  return commands;
}

}  // namespace groundhog
