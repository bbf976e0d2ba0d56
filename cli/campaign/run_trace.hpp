// --trace: the timeline of one seed on stdout, its verdict on stderr. Runs in this process, so that a crash shows the
// lines up to it.
#pragma once

#include "cli/campaign/run_options.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

ExitCode run_trace(const Scenario& scenario, const Guest& guest, const RunOptions& options, const Console& console);

}  // namespace groundhog::cli
