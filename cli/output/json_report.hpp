// Results as JSON Lines for tools. Seeds and hashes are text ("0x5f1c9a"): they do not fit into the numbers of JSON.
#pragma once

#include <span>
#include <string>

#include "cli/exit_code.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/runner/seed_result.hpp"
#include "harness/text/json.hpp"

namespace groundhog::cli {

// Each ends with a newline.
std::string seed_json_line(const std::string& scenario, const harness::SeedResult& result);
std::string scenario_json_line(const harness::ScenarioReport& report);
std::string summary_json_line(std::span<const harness::ScenarioReport> reports, ExitCode code);

}  // namespace groundhog::cli
