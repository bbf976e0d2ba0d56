#include <sstream>

#include "cli/commands/table.hpp"

namespace groundhog::cli {
namespace {

std::string shell_value(const std::string& word) {
  if (word != "bash") throw ValueError("\"" + word + "\" is no shell that is known: bash is");
  return word;
}

std::string bash_completion(const CommandLine& line) {
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

class Completions : public Command {
  void add_options(Options& options) override {
    options.value("SHELL", shell_, shell_value, "bash", {.type = "WORD", .shows = shell_});
  }

  ExitCode run(const Session& session) override {
    print_data(bash_completion(session.line));
    return ExitCode::as_expected;
  }

  std::string shell_ = "bash";
};

}  // namespace

std::unique_ptr<Command> make_completions() { return std::make_unique<Completions>(); }

}  // namespace groundhog::cli
