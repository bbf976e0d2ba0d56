#include "cli/completions/shells.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::string_view fish_head =
    R"script(# fish completion for groundhog; load it with: groundhog completions fish | source

# LIST…: the names that these lists hold.
function __groundhog_names
    set -l words (commandline -opc)
    for list in $argv
        $words[1] list $list --names 2>/dev/null
    end
end
)script";

constexpr std::string_view position_functions = R"script(
# The command on the line, empty if there is none yet, and the number of the positional argument that comes next.
function __groundhog_position
    set -l words (commandline -opc)
    set -l command ''
    set -l position 1
    set -l is_value no
    for word in $words[2..-1]
        if test $is_value = yes
            set is_value no
        else if string match --quiet -- '-*' $word
            if contains -- "$command $word" $__groundhog_takes_value; or contains -- " $word" $__groundhog_takes_value
                set is_value yes
            end
        else if test -z "$command"
            set command $word
        else
            set position (math $position + 1)
        end
    end
    echo $command
    echo $position
end

# COMMAND FIRST LAST: whether this command is on the line, and the next positional argument one of these.
function __groundhog_at
    set -l here (__groundhog_position)
    test "$here[1]" = "$argv[1]"; and test $here[2] -ge $argv[2]; and test $here[2] -le $argv[3]
end

complete --command groundhog --no-files
)script";

std::string one_line(std::string text) {
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

// The options whose next word is a value, as "COMMAND --OPTION".
std::string options_with_value(const CommandLine& line) {
  std::string text = "\nset --global __groundhog_takes_value";
  std::vector<std::string> commands = line.command_names();
  commands.insert(commands.begin(), "");
  for (const std::string& command : commands) {
    for (const Argument& argument : line.arguments_of(command)) {
      if (argument.positional || !argument.takes_value) continue;
      for (const std::string& name : argument.names) text += " \\\n    " + harness::shell_word(command + " " + name);
    }
  }
  return text + "\n";
}

// What follows --arguments, without its quotes, and whether files are offered beside it.
std::string offered(const Values& values) {
  std::vector<std::string> all = values.words;
  if (!values.lists.empty()) all.push_back("(__groundhog_names " + joined(values.lists, " ") + ")");
  if (values.paths == Values::Paths::folders) all.emplace_back("(__fish_complete_directories)");
  std::string text = values.paths == Values::Paths::files ? " --force-files" : " --no-files";
  if (!all.empty()) text += " --arguments " + harness::shell_word(joined(all, " "));
  return text;
}

std::string names_of(const Argument& argument) {
  std::string text;
  for (const std::string& name : argument.names) {
    const bool is_long = name.starts_with("--");
    text += (is_long ? " --long-option " : " --short-option ") + name.substr(is_long ? 2 : 1);
  }
  return text;
}

// "line": of this command, where the next positional argument is the first to the last of these.
std::string complete(const std::string& condition, const std::string& what, const std::string& description) {
  std::string text = "complete --command groundhog";
  if (!condition.empty()) text += " --condition " + harness::shell_word(condition);
  text += what;
  if (!description.empty()) text += " --description " + harness::shell_word(one_line(description));
  return text + "\n";
}

std::string at(const std::string& command, std::size_t first, std::size_t last) {
  return "__groundhog_at " + harness::shell_word(command) + " " + std::to_string(first) + " " + std::to_string(last);
}

std::string arguments_of(const CommandLine& line, const std::string& command) {
  constexpr std::size_t any = 9999;
  std::string text;
  std::size_t position = 0;
  for (const Argument& argument : line.arguments_of(command)) {
    if (argument.positional) {
      ++position;
      const std::string where = at(command, position, argument.repeats ? any : position);
      text += complete(where, offered(argument.values), "");
    } else {
      const std::string value = argument.takes_value ? " --require-parameter" + offered(argument.values) : "";
      text += complete(command.empty() ? "" : at(command, 1, any), names_of(argument) + value, argument.help);
    }
  }
  return text;
}

}  // namespace

std::string fish_completion(const CommandLine& line) {
  std::string text = std::string(fish_head) + options_with_value(line) + std::string(position_functions) + "\n" +
                     arguments_of(line, "");
  for (const std::string& command : line.command_names()) {
    text += "\n" + complete(at("", 1, 1), " --arguments " + command, line.purpose_of(command));
    text += arguments_of(line, command);
  }
  return text;
}

}  // namespace groundhog::cli
