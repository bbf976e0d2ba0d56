#include "harness/runner/scenario_report.hpp"

#include <algorithm>

#include "harness/mutants/planted.hpp"
#include "harness/repro/build_identity.hpp"

namespace groundhog::harness {

ScenarioReport::ScenarioReport(const Scenario& scenario)
    : name(scenario.name),
      file(scenario.file),
      text_hash(scenario.text_hash),
      commit(build_identity().commit),
      cover_line(scenario.cover_line),
      floors(scenario.cover),
      full_set(scenario.seeds) {
  const std::string mutant(planted_mutant());
  if (mutant.empty()) return;
  const auto& expect = scenario.expect;
  const bool promises = expect && expect->mutant == mutant;
  expected = promises ? ExpectedViolation{mutant, expect->violates, expect->within_seeds, {}}
                      : ExpectedViolation{mutant, {}, {}, {}};
}

void ScenarioReport::add(const SeedResult& result) {
  ++seeds;
  if (full_set.contains_all(SeedSet::single(result.seed))) ++seeds_of_full_set;
  events += result.events;
  simulated += result.simulated;
  cpu += result.cpu;
  for (const auto& [counter, count] : result.coverage) coverage[counter] += count;
  for (const SeedAbstention& each : result.gave_up) {
    GaveUpLine& line = gave_up[each.check];
    if (line.seeds++ > 0) continue;
    line.first_seed = result.seed;
    line.reason = each.reason;
  }
  if (!result.failed()) return;

  ++seeds_failed;
  internal_error = internal_error || result.end == SeedEnd::internal_error;
  for (const std::string& cause : causes_of(result)) ++failed_by_check[cause];
  look_for_expected(result);
  failures.push_back(result);
  failures.back().coverage.clear();
}

void ScenarioReport::look_for_expected(const SeedResult& result) {
  if (!expected || expected->found || seeds > expected->within_seeds.value_or(seeds)) return;
  const bool found = expected->is_promised() ? violation_of(result, expected->violates) != nullptr : catches(result);
  if (!found) return;
  expected->found = {result.seed, seeds};
}

std::vector<CoverLine> ScenarioReport::cover() const {
  std::vector<CoverLine> lines;
  for (const auto& [counter, floor] : floors) {
    const auto counted = coverage.find(counter);
    lines.push_back({counter, counted == coverage.end() ? 0 : counted->second, floor});
  }
  return lines;
}

bool ScenarioReport::cover_missed() const {
  const std::vector<CoverLine> lines = cover();
  return cover_judged() && !std::ranges::all_of(lines, &CoverLine::met);
}

bool catches(const SeedResult& result) { return !result.violations.empty() || result.end == SeedEnd::crashed; }

bool any_caught(std::span<const ScenarioReport> reports) {
  return std::ranges::any_of(reports, &ScenarioReport::failures_are_expected);
}

bool is_missed(const ScenarioReport& report, std::span<const ScenarioReport> reports) {
  return report.expected_is_missing() && (report.expected->is_promised() || !any_caught(reports));
}

}  // namespace groundhog::harness
