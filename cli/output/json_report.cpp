#include "cli/output/json_report.hpp"

#include "harness/repro/seed_json.hpp"
#include "harness/text/text.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

harness::JsonObject expected_json(const harness::ExpectedViolation& expected) {
  harness::JsonObject object;
  object.add("mutant", expected.mutant).add("violates", expected.violates).add("found", expected.found.has_value());
  if (expected.found)
    object.add("seed", seed_text(expected.found->seed)).add("after_seeds", expected.found->after_seeds);
  return object;
}

}  // namespace

std::string seed_json_line(const std::string& scenario, const harness::SeedResult& result) {
  harness::JsonObject object;
  object.add("type", "seed").add("scenario", scenario);
  harness::add_seed_members(object, result);
  return object.text() + "\n";
}

std::string scenario_json_line(const harness::ScenarioReport& report) {
  harness::JsonArray cover;
  for (const harness::CoverLine& line : report.cover()) {
    harness::JsonObject object;
    object.add("name", line.name).add("counted", line.counted).add("floor", line.floor).add("met", line.met());
    cover.add(object);
  }
  harness::JsonObject failed;
  for (const auto& [check, count] : report.failed_by_check) failed.add(check, count);
  harness::JsonObject gave_up;
  for (const auto& [check, line] : report.gave_up) gave_up.add(check, line.seeds);
  harness::JsonObject object;
  object.add("type", "scenario")
      .add("scenario", report.name)
      .add("file", report.file)
      .add("seeds", report.seeds)
      .add("failed", report.seeds_failed)
      .add("failed_by_check", failed)
      .add("gave_up", gave_up)
      .add("nondeterministic", report.nondeterministic_seeds)
      .add("events", report.events)
      .add("simulated_s", harness::in_seconds(report.simulated))
      .add("cpu_s", harness::in_seconds(report.cpu))
      .add("wall_s", harness::in_seconds(report.wall))
      .add("jobs", report.jobs)
      .add("coverage", harness::counts_json(report.coverage))
      .add("cover", cover)
      .add("cover_judged", report.cover_judged())
      .add("interrupted", report.interrupted)
      .add("exit_code", static_cast<int>(exit_code_of(report)));
  if (report.expected) object.add("expected", expected_json(*report.expected));
  return object.text() + "\n";
}

std::string summary_json_line(std::span<const harness::ScenarioReport> reports, ExitCode code) {
  std::uint64_t seeds = 0;
  std::uint64_t failed = 0;
  for (const harness::ScenarioReport& report : reports) {
    seeds += report.seeds;
    failed += report.seeds_failed;
  }
  harness::JsonObject object;
  object.add("type", "summary")
      .add("scenarios", reports.size())
      .add("seeds", seeds)
      .add("failed", failed)
      .add("exit_code", static_cast<int>(code))
      .add("build", harness::build_json());
  return object.text() + "\n";
}

}  // namespace groundhog::cli
