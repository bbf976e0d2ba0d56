// The campaign of one scenario: runs its seeds, reports and files each failure as it is known, compares hashes, makes
// failures small.
#pragma once

#include "cli/campaign/auto_shrink.hpp"
#include "cli/campaign/run_options.hpp"
#include "cli/formats/format.hpp"
#include "cli/output/console.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

harness::ScenarioReport run_scenario(const Scenario& scenario, const Guest& guest, const RunOptions& options,
                                     const Console& console, Format& reports, AutoShrink& auto_shrink);

}  // namespace groundhog::cli
