// The campaign of one scenario: runs its seeds, reports each failure as it is known, files it, compares hashes.
#pragma once

#include "cli/commands/auto_shrink.hpp"
#include "cli/options.hpp"
#include "cli/output/console.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

// One of several scenarios is summed up in a line. `auto_shrink` takes what failed.
harness::ScenarioReport run_scenario(const Scenario& scenario, const Guest& guest, const RunOptions& options,
                                     const Console& console, AutoShrink& auto_shrink, bool one_of_several);

// The seeds that the options choose for this scenario, before sharding.
SeedSet chosen_seeds(const Scenario& scenario, const RunOptions& options);

}  // namespace groundhog::cli
