// A command of `groundhog`: one file in cli/commands/ holds its options, its help and what it does, and one line of
// cli/commands/table.hpp makes it known.
#pragma once

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

}  // namespace groundhog::cli
