#include "cli/groundhog_main.hpp"

#include <exception>
#include <map>
#include <memory>
#include <string>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/standard_stream.hpp"
#include "harness/repro/build_identity.hpp"

namespace groundhog {
namespace cli {
namespace {

constexpr const char* purpose =
    "Runs a replicated system in simulation, the same run from the same seed, until the bug is understood.";
constexpr const char* footer =
    "Exit codes: 0 as expected; 1 a seed failed; 2 usage or a bad scenario; 3 inconclusive;\n"
    "4 nondeterminism; 70 internal error, or a result that could not be written; 130 interrupted.\n"
    "Of several, the first of 130, 70, 4, 1, 3 counts.";

const std::vector<std::string_view> color_words = {"auto", "always", "never"};

ColorChoice color_value(const std::string& text) {
  const std::string word = one_of(text, color_words);
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
  general.value("--color", color, color_value, "auto, always or never; NO_COLOR is honoured",
                {.type = "WHEN", .values = {.words = {color_words.begin(), color_words.end()}}});

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

// Results that did not get out count more than most of what they say.
ExitCode with_what_was_lost(ExitCode code) {
  const std::string problem = standard_output().problem();
  if (!problem.empty()) print_error("groundhog: " + problem + ": what is there is cut off\n");
  if (standard_output().reader_left() || standard_error().reader_left()) end_without_reader();
  const bool all_written = problem.empty() && standard_error().problem().empty();
  return all_written ? code : worse_of(code, ExitCode::internal_error);
}

}  // namespace
}  // namespace cli

int groundhog_main(int argc, const char* const* argv, const Guest& guest) {
  cli::prepare_standard_streams();
  cli::ExitCode code = cli::ExitCode::internal_error;
  try {
    code = cli::execute(argc, argv, guest);
    cli::standard_output().flush();
  } catch (const cli::ReaderLeft&) {
    cli::end_without_reader();
  } catch (const std::exception& error) {
    cli::print_error(std::string("groundhog: internal error: ") + error.what() + "\n");
  }
  return static_cast<int>(cli::with_what_was_lost(code));
}

}  // namespace groundhog
