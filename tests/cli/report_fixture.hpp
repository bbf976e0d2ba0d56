// Results of seeds as a run would have them, and what a format makes of their reports.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/formats/table.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::test {

inline harness::SeedResult passed(std::uint64_t seed) {
  harness::SeedResult result;
  result.seed = seed;
  return result;
}

inline harness::SeedResult violating(std::uint64_t seed, std::string check, std::string message) {
  harness::SeedResult result = passed(seed);
  result.violations = {{std::move(check), {}, std::move(message), "", ""}};
  return result;
}

inline harness::ScenarioReport report_on(const std::string& name, const std::vector<harness::SeedResult>& results) {
  Scenario scenario;
  scenario.name = name;
  scenario.file = "scenarios/" + name + ".yaml";
  scenario.seeds = SeedSet::counted(1, 100);
  harness::ScenarioReport report(scenario);
  for (const harness::SeedResult& result : results) report.add(result);
  return report;
}

inline std::string written_by(std::unique_ptr<cli::Format> (*make)(const cli::Sink&),
                              std::span<const harness::ScenarioReport> reports, cli::ExitCode code) {
  std::string out;
  const auto format = make([&](std::string_view text) { out += text; });
  format->on_end(reports, code);
  return out;
}

inline std::string written_by(std::unique_ptr<cli::Format> (*make)(const cli::Sink&),
                              std::span<const harness::ScenarioReport> reports) {
  return written_by(make, reports, cli::exit_code_of(reports));
}

}  // namespace groundhog::test
