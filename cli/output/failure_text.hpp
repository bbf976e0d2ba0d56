// A failed seed for people: what was violated, and the command that shows it again.
#pragma once

#include <string>

#include "cli/output/console.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

// The block that begins with FAIL; ends with a newline. `filed_in`: a folder; empty if nothing was filed.
std::string failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                         const std::string& filed_in, const Console& console);

// One line, where the block of its minimal form will follow; ends with a newline.
std::string brief_failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                               const std::string& filed_in, const Console& console);

// "ttl.safety at t=30.000s", or what ended the run.
std::string headline_of(const harness::SeedResult& result);

}  // namespace groundhog::cli
