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
      faults(scenario.faults),
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
  count_faults(result);
  new_states.clear();
  for (const std::uint64_t state : result.states) {
    if (++states[state] == 1) new_states.push_back(state);
  }
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
  groups.add(result);
  failures.push_back(result);
  failures.back().coverage.clear();
  failures.back().states.clear();
}

std::uint64_t ScenarioReport::states_of_one_seed() const {
  return static_cast<std::uint64_t>(std::ranges::count_if(states, [](const auto& each) { return each.second == 1; }));
}

namespace {

// "lost-pongs.3" is a window of `lost-pongs`, if no fault has that very id.
std::string written_id(const std::string& planned, const std::vector<WrittenFault>& faults) {
  const bool is_written = std::ranges::find(faults, planned, &WrittenFault::id) != faults.end();
  return is_written ? planned : planned.substr(0, planned.rfind('.'));
}

}  // namespace

void ScenarioReport::count_faults(const SeedResult& result) {
  std::map<std::string, bool> effective;
  for (const auto& [id, times] : result.faults) {
    bool& took_effect = effective[written_id(id, faults)];
    took_effect = took_effect || times > 0;
  }
  for (const auto& [id, took_effect] : effective) effective_seeds[id] += took_effect ? 1 : 0;
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
    lines.push_back({counter, counted == coverage.end() ? 0 : counted->second, floor, cover_line});
  }
  for (const WrittenFault& fault : faults) {
    const auto seeds_of_it = effective_seeds.find(fault.id);
    if (fault.may_miss || seeds_of_it == effective_seeds.end()) continue;
    lines.push_back({"fault " + fault.id, seeds_of_it->second, 1, fault.line, true});
  }
  return lines;
}

std::vector<CoverLine> ScenarioReport::missed_cover() const {
  std::vector<CoverLine> lines = cover();
  std::erase_if(lines, &CoverLine::met);
  return lines;
}

bool ScenarioReport::cover_missed() const { return cover_judged() && !missed_cover().empty(); }

bool catches(const SeedResult& result) { return !result.violations.empty() || result.end == SeedEnd::crashed; }

bool any_caught(std::span<const ScenarioReport> reports) {
  return std::ranges::any_of(reports, &ScenarioReport::failures_are_expected);
}

bool is_missed(const ScenarioReport& report, std::span<const ScenarioReport> reports) {
  return report.expected_is_missing() && (report.expected->is_promised() || !any_caught(reports));
}

}  // namespace groundhog::harness
