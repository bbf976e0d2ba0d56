// The commands of `groundhog`. A file of this folder holds the options of a command, its help and what it does; one
// line of the table below makes it known.
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

  virtual std::string help() const = 0;  // a line
  virtual void add_options(Options& /*options*/) {}
  // With the options filled in. Throws OptionError where they do not go together.
  virtual ExitCode run(const Session& session) = 0;
};

std::unique_ptr<Command> make_run();
std::unique_ptr<Command> make_trace();
std::unique_ptr<Command> make_replay();
std::unique_ptr<Command> make_shrink();
std::unique_ptr<Command> make_expand();
std::unique_ptr<Command> make_lint();
std::unique_ptr<Command> make_init();
std::unique_ptr<Command> make_promote();
std::unique_ptr<Command> make_schema();
std::unique_ptr<Command> make_list();
std::unique_ptr<Command> make_explain();
std::unique_ptr<Command> make_hashes();
std::unique_ptr<Command> make_completions();

struct CommandEntry {
  const char* name;
  std::unique_ptr<Command> (*make)();
};

// A line each, in the order in which the help shows them.
// clang-format off
inline constexpr CommandEntry command_table[] = {
    {"run", make_run},
    {"trace", make_trace},
    {"replay", make_replay},
    {"shrink", make_shrink},
    {"expand", make_expand},
    {"lint", make_lint},
    {"init", make_init},
    {"promote", make_promote},
    {"schema", make_schema},
    {"list", make_list},
    {"explain", make_explain},
    {"hashes", make_hashes},
    {"completions", make_completions},
};
// clang-format on

}  // namespace groundhog::cli
