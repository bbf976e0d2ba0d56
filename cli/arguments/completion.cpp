#include <sstream>

#include "cli/arguments/arguments.hpp"
#include "cli/arguments/grammar.hpp"

namespace groundhog::cli {

std::string bash_completion() {
  const Grammar grammar;
  const CommandLine& line = grammar.command_line();
  std::ostringstream out;
  out << "# bash completion for groundhog; load it with: source <(groundhog completions bash)\n"
         "_groundhog() {\n"
         "  local word=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n"
         "  case \"${COMP_WORDS[1]}\" in\n";
  for (const std::string& command : line.command_names()) {
    out << "    " << command << ") words=\"";
    for (const std::string& name : line.option_names_of(command)) out << name << ' ';
    out << "\" ;;\n";
  }
  out << "    *) words=\"";
  for (const std::string& command : line.command_names()) out << command << ' ';
  for (const std::string& name : line.option_names_of("")) out << name << ' ';
  out << "\" ;;\n"
         "  esac\n"
         "  if [[ $COMP_CWORD -gt 1 && $word != -* ]]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "  else\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _groundhog groundhog\n";
  return out.str();
}

}  // namespace groundhog::cli
