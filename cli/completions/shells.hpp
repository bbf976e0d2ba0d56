// The shells that complete command lines of `groundhog`. Each is one file of its name in this folder, which writes a
// script out of the option table, and one line of the table below. What is not known before the moment, such as the
// names of scenarios, the script asks of `groundhog list WHAT --names`.
#pragma once

#include <string>
#include <string_view>

#include "cli/options/command_line.hpp"

namespace groundhog::cli {

std::string bash_completion(const CommandLine& line);
std::string fish_completion(const CommandLine& line);
std::string zsh_completion(const CommandLine& line);

struct Shell {
  std::string_view name;
  std::string (*script)(const CommandLine& line);
};

inline constexpr Shell shells[] = {{"bash", bash_completion}, {"fish", fish_completion}, {"zsh", zsh_completion}};

}  // namespace groundhog::cli
