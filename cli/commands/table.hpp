// The commands, in the order in which the help shows them: command(NAME) is made by make_NAME() in NAME.cpp.
#pragma once

#include <memory>

#include "cli/command.hpp"

#define GROUNDHOG_COMMANDS(command)                                                                         \
  command(run) command(replay) command(shrink) command(expand) command(lint) command(init) command(promote) \
      command(schema) command(list) command(explain) command(hashes) command(completions)

namespace groundhog::cli {

#define GROUNDHOG_DECLARE(name) std::unique_ptr<Command> make_##name();
GROUNDHOG_COMMANDS(GROUNDHOG_DECLARE)
#undef GROUNDHOG_DECLARE

struct CommandEntry {
  const char* name;
  std::unique_ptr<Command> (*make)();
};

#define GROUNDHOG_ENTRY(name) {#name, make_##name},
inline constexpr CommandEntry command_table[] = {GROUNDHOG_COMMANDS(GROUNDHOG_ENTRY)};
#undef GROUNDHOG_ENTRY

}  // namespace groundhog::cli
