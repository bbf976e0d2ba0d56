// The grammar of the command line.
#pragma once

#include <string>
#include <variant>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace groundhog::cli {

// Nothing to run: print `text` (to stdout when it was asked for, else to stderr) and exit.
struct Refusal {
  ExitCode code = ExitCode::usage;
  std::string text;
};

std::variant<Invocation, Refusal> parse_arguments(int count, const char* const* arguments);

// A completion script for bash, made from the grammar.
std::string bash_completion();

}  // namespace groundhog::cli
