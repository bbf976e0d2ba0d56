#include <functional>

#include "cli/completions/shells.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::string_view bash_head =
    R"script(# bash completion for groundhog; load it with: source <(groundhog completions bash)

# PROGRAM LIST…: the names that these lists hold.
_groundhog_names() {
  local list
  for list in "${@:2}"; do "$1" list "$list" --names 2>/dev/null; done
}
)script";

constexpr std::string_view main_function = R"script(
_groundhog() {
  local program="${COMP_WORDS[0]}" word="${COMP_WORDS[COMP_CWORD]}" command="" option="" before="" paths value
  local -i at position=1
  for ((at = 1; at < COMP_CWORD; ++at)); do
    value="${COMP_WORDS[at]}"
    if [[ $value == "=" ]]; then
      [[ -n $option ]] || at+=1
    elif [[ -n $option ]]; then
      option=""
    elif [[ $value == -* ]]; then
      if _groundhog_takes_value "$command" "$value"; then option="$value"; fi
    elif [[ -z $command ]]; then
      command="$value"
    else
      position+=1
    fi
  done
  if [[ $word == "=" ]]; then word=""; fi
  if [[ $word == --*=* ]]; then
    option="${word%%=*}" before="$option=" word="${word#*=}"
  fi

  COMPREPLY=()
  if [[ -z $option && ( -z $command || $word == -* ) ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_groundhog_words "$command" "$word")" -- "$word")
    return
  fi
  paths="$(_groundhog_paths "$command" "${option:-$position}")"
  while IFS= read -r value; do
    [[ $value == "$word"* ]] || continue
    [[ -n $paths ]] || printf -v value %q "$value"
    COMPREPLY+=("$before$value")
  done < <(_groundhog_values "$program" "$command" "${option:-$position}")
  [[ -n $paths ]] || return
  compopt -o filenames 2>/dev/null
  while IFS= read -r value; do COMPREPLY+=("$before$value"); done < <(compgen "$paths" -- "$word")
}
complete -F _groundhog groundhog
)script";

// The pattern of a `case` for "COMMAND OPTION", or "COMMAND" and the number of a positional argument. Options of the
// program as a whole stand beside any command.
std::string pattern_of(const std::string& command, const Argument& argument, std::size_t position) {
  const std::string start = command.empty() ? "*\" " : "\"" + command + " ";
  if (argument.positional) return start + (argument.repeats ? "\"[0-9]*" : std::to_string(position) + "\"");
  std::string pattern;
  for (const std::string& name : argument.names) pattern += (pattern.empty() ? "" : " | ") + start + name + "\"";
  return pattern;
}

// A function of the script: for each argument that `answer` has something for, a line of its `case`.
std::string function(const std::string& comment, const std::string& name, const std::string& subject,
                     const CommandLine& line, const std::function<std::string(const Argument&)>& answer) {
  std::string text = "\n# " + comment + "\n" + name + "() {\n  case \"" + subject + "\" in\n";
  std::vector<std::string> commands = line.command_names();
  commands.insert(commands.begin(), "");
  for (const std::string& command : commands) {
    std::size_t position = 0;
    for (const Argument& argument : line.arguments_of(command)) {
      if (argument.positional) ++position;
      const std::string found = answer(argument);
      if (!found.empty()) text += "    " + pattern_of(command, argument, position) + ") " + found + " ;;\n";
    }
  }
  return text + "    *) return 1 ;;\n  esac\n}\n";
}

std::string takes_value(const Argument& argument) {
  return argument.takes_value && !argument.positional ? "return 0" : "";
}

std::string values_of(const Argument& argument) {
  std::vector<std::string> steps;
  if (!argument.values.words.empty()) steps.push_back("printf '%s\\n' " + joined(argument.values.words, " "));
  if (!argument.values.lists.empty()) steps.push_back("_groundhog_names \"$1\" " + joined(argument.values.lists, " "));
  return joined(steps, "; ");
}

std::string paths_of(const Argument& argument) {
  using enum Values::Paths;
  return argument.values.paths == files ? "printf '%s' -f" : argument.values.paths == folders ? "printf '%s' -d" : "";
}

std::string option_names(const CommandLine& line, const std::string& command) {
  return joined(line.option_names_of(command), " ");
}

// Commands where there is none yet, and options.
std::string words_function(const CommandLine& line) {
  std::string text =
      "\n# COMMAND WORD: the commands, or the options that may stand there.\n"
      "_groundhog_words() {\n"
      "  if [[ $2 == -* ]]; then printf '%s ' " +
      option_names(line, "") + "; fi\n  case \"$1\" in\n";
  for (const std::string& command : line.command_names()) {
    text += "    " + command + ") printf '%s ' " + option_names(line, command) + " ;;\n";
  }
  return text + "    *) printf '%s ' " + joined(line.command_names(), " ") + " ;;\n  esac\n}\n";
}

}  // namespace

std::string bash_completion(const CommandLine& line) {
  return std::string(bash_head) +
         function("COMMAND OPTION: whether the next word is its value.", "_groundhog_takes_value", "$1 $2", line,
                  takes_value) +
         function("PROGRAM COMMAND OPTION, or the number of a positional argument: its values.", "_groundhog_values",
                  "$2 $3", line, values_of) +
         function("COMMAND OPTION, or the number of a positional argument: whether files or folders are values.",
                  "_groundhog_paths", "$1 $2", line, paths_of) +
         words_function(line) + std::string(main_function);
}

}  // namespace groundhog::cli
