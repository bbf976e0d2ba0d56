// The end of a campaign for people.
#pragma once

#include <span>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

// Seeds, times, events and the cover table of one scenario.
std::string scenario_summary(const harness::ScenarioReport& report, const Console& console);

// The same in one line, for one scenario of many; floors that were missed are named below it.
std::string brief_summary(const harness::ScenarioReport& report, const Console& console);

// How many seeds failed by property, over all scenarios; the last line says what the exit code says.
std::string closing_summary(std::span<const harness::ScenarioReport> reports, ExitCode code, const Console& console);

}  // namespace groundhog::cli
