// Results as JSON Lines for tools. Seeds and hashes are text ("0x5f1c9a"): they do not fit into the numbers of JSON.
#pragma once

#include <span>
#include <string>

#include "cli/campaign/seed_result.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/json.hpp"
#include "cli/output/scenario_report.hpp"

namespace groundhog {

// Each ends with a newline.
std::string seed_json_line(const std::string& scenario, const SeedResult& result);
std::string scenario_json_line(const ScenarioReport& report);
std::string summary_json_line(std::span<const ScenarioReport> reports, ExitCode code);

// The members of a seed's record.
void add_seed_members(JsonObject& object, const SeedResult& result);
JsonObject build_json();

}  // namespace groundhog
