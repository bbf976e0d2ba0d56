#include "cli/groundhog_main.hpp"

#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <string>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "harness/repro/build_identity.hpp"

namespace groundhog {
namespace cli {
namespace {

constexpr const char* purpose =
    "Runs a replicated system in simulation, the same run from the same seed, until the bug is understood.";
constexpr const char* footer =
    "Exit codes: 0 as expected; 1 a seed failed; 2 usage or a bad scenario; 3 inconclusive;\n"
    "4 nondeterminism; 70 internal error; 130 interrupted. Of several, the first of 130, 70, 4, 1, 3 counts.";

ColorChoice color_value(const std::string& text) {
  const std::string word = one_of(text, {"auto", "always", "never"});
  return word == "auto" ? ColorChoice::automatic : word == "always" ? ColorChoice::always : ColorChoice::never;
}

ExitCode print_version() {
  const harness::BuildIdentity build = harness::build_identity();
  print_data("groundhog " + build.version + "\ncommit   " + build.commit + "\ncompiler " + build.compiler +
             "\nflags    " + build.flags + "\n");
  if (!build.mutant.empty()) print_data("mutant   " + build.mutant + "\n");
  return ExitCode::as_expected;
}

ExitCode print(const CommandLine::Answer& answer) {
  answer.code == ExitCode::as_expected ? print_data(answer.text) : print_error(answer.text);
  return answer.code;
}

ExitCode execute(int argc, const char* const* argv, const Guest& guest) {
  CommandLine line("groundhog", purpose, footer);
  bool wants_version = false;
  ColorChoice color = ColorChoice::automatic;
  Options general = line.general();
  general.flag("--version", wants_version, "print version, commit, compiler and flags");
  general.value("--color", color, color_value, "auto, always or never; NO_COLOR is honoured", {.type = "WHEN"});

  struct Entry {
    std::unique_ptr<Command> command;
    Options options;
  };
  std::map<std::string, Entry> commands;
  for (const CommandEntry& known : command_table) {
    std::unique_ptr<Command> command = known.make();
    const Options options = line.add_command(known.name, known.help);
    Entry& entry = commands.emplace(known.name, Entry{std::move(command), options}).first->second;
    entry.command->add_options(entry.options);
  }

  if (const auto answer = line.parse(argc, argv)) return print(*answer);
  if (wants_version) return print_version();
  if (line.chosen().empty()) return print({ExitCode::usage, line.help_of("")});
  const Entry& chosen = commands.at(line.chosen());
  const Console console = Console::detect(color);
  try {
    return chosen.command->run({guest, console, line, chosen.options, {argv + 1, argv + argc}});
  } catch (const OptionError& error) {
    return print(line.refusal(error.what()));
  }
}

}  // namespace
}  // namespace cli

int groundhog_main(int argc, const char* const* argv, const Guest& guest) {
  cli::ExitCode code = cli::ExitCode::internal_error;
  try {
    code = cli::execute(argc, argv, guest);
  } catch (const std::exception& error) {
    cli::print_error(std::string("groundhog: internal error: ") + error.what() + "\n");
  }
  if (std::fflush(stdout) != 0) cli::print_error("groundhog: cannot write to stdout\n");
  return static_cast<int>(code);
}

}  // namespace groundhog
