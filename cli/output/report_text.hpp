// What a campaign found, for people: a failed seed, and the end of it all.
#pragma once

#include <span>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

// A failed seed: what was violated, and the command that shows it again. The block begins with FAIL and ends with a
// newline. `filed_in`: a folder; empty if nothing was filed.
std::string failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                         const std::string& filed_in, const Console& console);

// One line, where the block of its minimal form will follow; ends with a newline.
std::string brief_failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                               const std::string& filed_in, const Console& console);

// "ttl.safety at t=30.000s", or what ended the run.
std::string headline_of(const harness::SeedResult& result);

// Seeds, times, events and the cover table of one scenario.
std::string scenario_summary(const harness::ScenarioReport& report, const Console& console);

// The same in one line, for one scenario of many; floors that were missed are named below it.
std::string brief_summary(const harness::ScenarioReport& report, const Console& console);

// How many seeds failed by property, over all scenarios; the last line says what the exit code says.
std::string closing_summary(std::span<const harness::ScenarioReport> reports, ExitCode code, const Console& console);

}  // namespace groundhog::cli
