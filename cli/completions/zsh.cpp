#include "cli/completions/shells.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

// compdef: as a file _groundhog in a folder of $fpath it is loaded by itself.
constexpr std::string_view zsh_head = R"script(#compdef groundhog
# zsh completion for groundhog; load it with: source <(groundhog completions zsh), after compinit.

# WORD… -- LIST…: these words, and the names that these lists hold. What follows are options of compadd.
_groundhog_offer() {
  local -a found
  local list
  while (( $# )) && [[ $1 != -- ]]; do found+=("$1"); shift; done
  for list in "${@:2}"; do found+=("${(@f)$("$groundhog" list "$list" --names 2>/dev/null)}"); done
  found=(${found:#})
  compadd -a found
}
)script";

// In a specification of _arguments.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

// An action that begins with a space is called as it stands.
std::string action_of(const Values& values) {
  const bool offers = !values.words.empty() || !values.lists.empty();
  const std::string offer = "_groundhog_offer " + joined(values.words, " ") + " -- " + joined(values.lists, " ");
  const std::string paths = values.paths == Values::Paths::files     ? "_files"
                            : values.paths == Values::Paths::folders ? "_files -/"
                                                                     : "";
  if (!offers) return paths.empty() ? " " : paths;
  return paths.empty() ? " " + offer : "{ " + offer + "; " + paths + " }";
}

// The words of _arguments for one argument: a word for each name of an option.
std::string specifications_of(const Argument& argument, std::size_t position) {
  const std::string value = ":" + escaped(argument.type) + ":" + action_of(argument.values);
  std::string text;
  const auto add = [&](const std::string& word) { text += " \\\n        " + harness::shell_word(word); };
  if (argument.positional) {
    add((argument.repeats ? "*" : std::to_string(position)) + ":" + escaped(argument.names.front()) + ":" +
        action_of(argument.values));
    return text;
  }
  for (const std::string& name : argument.names) {
    const std::string joins = argument.takes_value ? (name.starts_with("--") ? "=" : "+") : "";
    add((argument.repeats ? "*" : "") + name + joins + "[" + escaped(argument.help) + "]" +
        (argument.takes_value ? value : ""));
  }
  return text;
}

std::string specifications_for(const CommandLine& line, const std::string& command) {
  std::string text;
  std::size_t position = 0;
  for (const Argument& argument : line.arguments_of(command)) {
    if (argument.positional) ++position;
    text += specifications_of(argument, position);
  }
  return text;
}

}  // namespace

std::string zsh_completion(const CommandLine& line) {
  const std::string general = specifications_for(line, "");
  std::string text = std::string(zsh_head) +
                     "\n_groundhog() {\n"
                     "  local groundhog=\"$words[1]\" curcontext=\"$curcontext\" state\n"
                     "  local -a line commands\n"
                     "  typeset -A opt_args\n"
                     "  commands=(\n";
  for (const std::string& command : line.command_names()) {
    text += "    " + harness::shell_word(command + ":" + escaped(line.purpose_of(command))) + "\n";
  }
  text += "  )\n  _arguments -C" + general +
          " \\\n        '1:command:->command' '*::argument:->argument'\n"
          "  case $state in\n"
          "    command) _describe command commands ;;\n"
          "    argument)\n      case $line[1] in\n";
  for (const std::string& command : line.command_names()) {
    const std::string own = specifications_for(line, command);
    text += "        " + command + ") _arguments" + own + general + " ;;\n";
  }
  return text +
         "      esac ;;\n  esac\n}\n\n"
         "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _groundhog \"$@\"; else compdef _groundhog groundhog; "
         "fi\n";
}

}  // namespace groundhog::cli
