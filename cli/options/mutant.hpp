// The options that plant a bug, and how a command continues in the binary that has it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options/command_line.hpp"
#include "cli/output/console.hpp"
#include "harness/mutants/mutants.hpp"

namespace groundhog::cli {

// Below the current folder.
inline constexpr const char* default_mutants_folder = "tests/mutants";

void add_mutants_folder(Options& options, std::string& into);
// nullopt: the bug that the repro was recorded with.
void add_mutant_of_repro(Options& options, const std::string& purpose, std::optional<std::string>& into);

// A bug that is to be planted, and is not in this binary.
bool is_elsewhere(const std::string& mutant);

// Builds the mutant and continues in its binary with these arguments. Returns only if that fails.
ExitCode continue_in_mutant(const std::string& mutant, std::vector<std::string> arguments,
                            const harness::Museum& museum, const Console& console);

}  // namespace groundhog::cli
