#include "cli/arguments/arguments.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "cli/arguments/grammar.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog::cli {
namespace {

std::string with_suggestion(std::string message, std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  const std::string_view near = closest(word, views);
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  return message;
}

std::string explain_extra(const CommandLine& line, const std::string& word) {
  const std::string command = line.chosen();
  if (!word.starts_with("-")) {
    if (!command.empty()) return "unexpected argument \"" + word + "\"";
    return with_suggestion("unknown command \"" + word + "\"", word, line.command_names());
  }
  std::vector<std::string> names = line.option_names_of("");
  if (!command.empty()) std::ranges::copy(line.option_names_of(command), std::back_inserter(names));
  const std::string name = word.substr(0, word.find('='));
  return with_suggestion("unknown option " + name, name, names);
}

Refusal refuse(const CommandLine& line, const std::string& message) {
  const std::string command = line.chosen();
  const std::string help = command.empty() ? "groundhog --help" : "groundhog " + command + " --help";
  return {ExitCode::usage, "groundhog: " + message + "\nSee " + help + ".\n"};
}

// What a parse came to.
struct Answer {
  Grammar& grammar;
  const std::vector<std::string>& words;

  std::variant<Invocation, Refusal> operator()(const CommandLine::Chosen& chosen) const {
    const CommandLine& line = grammar.command_line();
    if (grammar.wants_version()) return Invocation{.request = VersionOptions{}};
    if (chosen.command.empty()) return Refusal{ExitCode::usage, line.help_of("")};
    try {
      return grammar.take(chosen.command, words);
    } catch (const OptionError& error) {
      return refuse(line, error.what());
    }
  }
  std::variant<Invocation, Refusal> operator()(CommandLine::HelpWanted /*wanted*/) const {
    const CommandLine& line = grammar.command_line();
    return Refusal{ExitCode::as_expected, line.help_of(line.chosen())};
  }
  std::variant<Invocation, Refusal> operator()(const CommandLine::Extra& extra) const {
    return refuse(grammar.command_line(), explain_extra(grammar.command_line(), extra.word));
  }
  std::variant<Invocation, Refusal> operator()(const CommandLine::Wrong& wrong) const {
    return refuse(grammar.command_line(), wrong.message);
  }
};

}  // namespace

std::variant<Invocation, Refusal> parse_arguments(int count, const char* const* arguments) {
  Grammar grammar;
  const std::vector<std::string> words(arguments + 1, arguments + count);
  return std::visit(Answer{grammar, words}, grammar.command_line().parse(count, arguments));
}

}  // namespace groundhog::cli
