// What `--mutant NAME` makes of a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output/console.hpp"
#include "harness/mutants/museum.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

// Builds the mutant and goes on in its binary with these arguments. Returns only if that fails.
ExitCode go_on_in_mutant(const std::string& mutant, std::vector<std::string> arguments, const harness::Museum& museum,
                         const Console& console);

// A run, with the arguments of this process.
ExitCode run_in_mutant(const RunOptions& options, const harness::Museum& museum, const Console& console);

// The run that is meant: in a mutant's binary, without a scenario, scenario and seeds are those of the card, and what
// it expects is `expects`. Failures of mutants are filed apart from those of the true tree.
struct ChosenRun {
  RunOptions options;
  std::optional<Expectation> expects;
};
tl::expected<ChosenRun, std::string> chosen_run(RunOptions options, const harness::Museum& museum,
                                                const Console& console);

}  // namespace groundhog::cli
