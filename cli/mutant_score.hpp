// The score of scenarios: which of all planted bugs they catch, in how many of their seeds, and which only one of them
// catches. `groundhog run SCENARIO… --mutant all`.
#pragma once

#include <span>

#include "cli/campaign.hpp"
#include "cli/exit_code.hpp"
#include "harness/mutants/mutants.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

// Builds each planted bug and runs the scenarios with it; a table on stdout, row by row as it is known, or JSON Lines.
// A seed that fails without any bug counts for nothing. As expected if at least one bug is caught, `violated` if none
// is, `usage` if one cannot be built.
ExitCode score_scenarios(std::span<const Scenario> scenarios, const harness::Museum& museum, const RunOptions& options,
                         const Console& console);

}  // namespace groundhog::cli
