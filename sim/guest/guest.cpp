#include "sim/guest/guest.hpp"

#include <algorithm>

#include "sim/core/characters.hpp"

namespace groundhog {

namespace {

// CommandSpec::arguments, taken apart.
struct Shape {
  std::vector<std::string_view> words;          // those that must be there
  std::vector<std::string_view> timed_options;  // those with a TTL
  bool repeats = false;                         // all of them
  bool has_options = false;

  std::size_t least() const { return 1 + words.size(); }
  bool takes(std::size_t arguments) const {
    return arguments == least() || (arguments > least() && (repeats || has_options));
  }

  // What stands at this place, 1 is the first; empty: an option.
  std::string_view at(std::size_t place) const {
    if (place <= words.size()) return words[place - 1];
    return repeats ? words[(place - 1) % words.size()] : std::string_view();
  }
};

Shape shape_of(const CommandSpec& command) {
  Shape shape;
  std::string_view option;  // that is not closed yet
  for (const std::string_view word : split_words(command.arguments)) {
    if (word == "...") {
      shape.repeats = true;
    } else if (word.front() == '[') {
      shape.has_options = true;
      option = word.substr(1);
    } else if (word.back() == ']') {
      if (word == "ttl]") shape.timed_options.push_back(option);
    } else {
      shape.words.push_back(word);
    }
  }
  return shape;
}

}  // namespace

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
  const Shape shape = shape_of(*command);
  words.least_arguments = std::min(shape.least(), arguments.size());
  words.plain = command->plain;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view what = shape.at(i);
    const bool is_of_an_option = what.empty() && std::ranges::any_of(shape.timed_options, [&](std::string_view option) {
                                   return equal_ignoring_case(arguments[i - 1], option);
                                 });
    if (what == "key" || what == "source") words.keys.push_back(i);
    if (what == "value" || what == "addition") words.values.push_back(i);
    if (what == "ttl" || is_of_an_option) words.numbers.push_back(i);
  }
  return words;
}

bool takes(const CommandSpec& command, std::size_t arguments) { return shape_of(command).takes(arguments); }

}  // namespace groundhog
