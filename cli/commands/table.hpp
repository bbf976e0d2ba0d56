// The commands of `groundhog`. A file of this folder holds the options of a command and what it does; one line of the
// table below makes it known.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/options/command_line.hpp"
#include "cli/output/console.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::cli {

// What a command finds when it runs.
struct Session {
  const Guest& guest;
  const Console& console;
  const CommandLine& line;
  const Options& options;          // of this command, as they were given
  std::vector<std::string> words;  // all arguments as typed
};

class Command {
 public:
  virtual ~Command() = default;

  virtual void add_options(Options& /*options*/) {}
  // With the options filled in. Throws OptionError where they do not go together.
  virtual ExitCode run(const Session& session) = 0;
};

std::unique_ptr<Command> make_run();
std::unique_ptr<Command> make_trace();
std::unique_ptr<Command> make_replay();
std::unique_ptr<Command> make_shrink();
std::unique_ptr<Command> make_merge();
std::unique_ptr<Command> make_expand();
std::unique_ptr<Command> make_lint();
std::unique_ptr<Command> make_init();
std::unique_ptr<Command> make_promote();
std::unique_ptr<Command> make_schema();
std::unique_ptr<Command> make_list();
std::unique_ptr<Command> make_explain();
std::unique_ptr<Command> make_issued();
std::unique_ptr<Command> make_hashes();
std::unique_ptr<Command> make_completions();

struct CommandEntry {
  const char* name;
  const char* help;  // a line
  std::unique_ptr<Command> (*make)();
};

// A line each, in the order in which the help shows them.
// clang-format off
inline constexpr CommandEntry command_table[] = {
    {"run", "run scenarios over many seeds and check every property", make_run},
    {"trace", "print the timeline of one run", make_trace},
    {"replay", "run a filed failure again", make_replay},
    {"shrink", "make a failure small: the smallest run that still shows it", make_shrink},
    {"merge", "report the shards of a run as one run, and judge its floors", make_merge},
    {"expand", "print the concrete plan of one seed", make_expand},
    {"lint", "check scenario files and report everything wrong", make_lint},
    {"init", "write a commented scenario to start from", make_init},
    {"promote", "turn a .repro into a regression scenario", make_promote},
    {"schema", "print the JSON Schema of scenarios, for editors", make_schema},
    {"list", "list scenarios, checks, faults, mutants, or the words of the language", make_list},
    {"explain", "explain a check, a fault, a mutant, or a word of the language", make_explain},
    {"issued", "count what clients ask, in which state of the key, and what comes of it", make_issued},
    {"hashes", "print the hash of each run, to compare two builds or machines", make_hashes},
    {"completions", "print a completion script", make_completions},
};
// clang-format on

}  // namespace groundhog::cli
