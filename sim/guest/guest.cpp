#include "sim/guest/guest.hpp"

#include <algorithm>

#include "sim/core/characters.hpp"

namespace groundhog {

// "[NX]" is one word of the text, "[EX ttl]" two.
CommandGrammar grammar_of(const CommandSpec& command) {
  CommandGrammar grammar;
  for (const std::string_view word : split_words(command.arguments)) {
    if (word == "...") {
      grammar.repeats = true;
    } else if (word == "[...]") {
      grammar.takes_anything = true;
    } else if (word.front() == '[') {
      grammar.options.push_back({word.substr(1, word.find(']') - 1)});
    } else if (word.back() == ']') {
      grammar.options.back().argument = word.substr(0, word.size() - 1);
    } else {
      grammar.words.push_back(word);
    }
  }
  return grammar;
}

const CommandSpec* find_command(std::span<const CommandSpec> commands, std::string_view name) {
  const auto found =
      std::ranges::find_if(commands, [&](const CommandSpec& each) { return equal_ignoring_case(name, each.name); });
  return found == commands.end() ? nullptr : &*found;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

CommandWords words_of(std::span<const CommandSpec> commands, std::span<const std::string> arguments) {
  CommandWords words;
  words.least_arguments = arguments.size();
  const CommandSpec* const command = arguments.empty() ? nullptr : find_command(commands, arguments.front());
  if (command == nullptr) return words;
  const CommandGrammar grammar = grammar_of(*command);
  words.least_arguments = std::min(grammar.least(), arguments.size());
  words.plain = command->plain;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view what = grammar.at(i);
    const auto is_before_it = [&](const CommandGrammar::Option& option) {
      return option.argument == "ttl" && equal_ignoring_case(arguments[i - 1], option.word);
    };
    const bool is_of_an_option = what.empty() && std::ranges::any_of(grammar.options, is_before_it);
    if (what == "key" || what == "source") words.keys.push_back(i);
    if (what == "value" || what == "addition") words.values.push_back(i);
    if (what == "ttl" || is_of_an_option) words.numbers.push_back(i);
  }
  return words;
}

bool takes(const CommandSpec& command, std::size_t arguments) { return grammar_of(command).takes(arguments); }

}  // namespace groundhog
