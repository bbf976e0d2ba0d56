// The commands, in the order in which the help shows them. Each is one file of its name in this folder.
#pragma once

#include <memory>

#include "cli/command.hpp"

namespace groundhog::cli {

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

// A line each.
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
