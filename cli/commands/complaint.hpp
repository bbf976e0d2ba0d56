// How a command refuses: a line for people, and the exit code.
#pragma once

#include <string>

#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"

namespace groundhog::cli {

// `text`: without "groundhog:" and without a full stop.
inline ExitCode complain(const std::string& text, ExitCode code = ExitCode::usage) {
  print_error("groundhog: " + text + "\n");
  return code;
}

}  // namespace groundhog::cli
