#include "cli/output/json_report.hpp"

#include "cli/build_identity.hpp"
#include "cli/campaign/seed_ranges.hpp"
#include "cli/output/text.hpp"

namespace groundhog {
namespace {

JsonObject counts_json(const Coverage& coverage) {
  JsonObject object;
  for (const auto& [name, count] : coverage) object.add(name, count);
  return object;
}

JsonObject violation_json(const SeedViolation& violation) {
  JsonObject object;
  object.add("check", violation.check).add("at_s", in_seconds(violation.at)).add("message", violation.message);
  if (!violation.node.empty()) object.add("node", violation.node);
  if (!violation.key.empty()) object.add("key", violation.key);
  return object;
}

JsonObject expected_json(const ExpectedViolation& expected) {
  JsonObject object;
  object.add("mutant", expected.mutant).add("violates", expected.violates).add("found", expected.found.has_value());
  if (expected.found)
    object.add("seed", seed_text(expected.found->seed)).add("after_seeds", expected.found->after_seeds);
  return object;
}

}  // namespace

void add_seed_members(JsonObject& object, const SeedResult& result) {
  JsonArray violations;
  for (const SeedViolation& violation : result.violations) violations.add(violation_json(violation));
  JsonArray gave_up;
  for (const SeedAbstention& each : result.gave_up) {
    JsonObject abstention;
    abstention.add("check", each.check).add("reason", each.reason);
    gave_up.add(abstention);
  }
  object.add("seed", seed_text(result.seed))
      .add("failed", result.failed())
      .add("end", name_of(result.end))
      .add("detail", result.detail)
      .add("violations", violations)
      .add("violations_total", result.violations_total)
      .add("gave_up", gave_up)
      .add("hash", seed_text(result.hash))
      .add("events", result.events)
      .add("simulated_s", in_seconds(result.simulated))
      .add("wall_s", in_seconds(result.wall))
      .add("coverage", counts_json(result.coverage));
}

JsonObject build_json() {
  const BuildIdentity build = build_identity();
  JsonObject object;
  object.add("version", build.version)
      .add("commit", build.commit)
      .add("compiler", build.compiler)
      .add("flags", build.flags);
  if (!build.mutant.empty()) object.add("mutant", build.mutant);
  return object;
}

std::string seed_json_line(const std::string& scenario, const SeedResult& result) {
  JsonObject object;
  object.add("type", "seed").add("scenario", scenario);
  add_seed_members(object, result);
  return object.text() + "\n";
}

std::string scenario_json_line(const ScenarioReport& report) {
  JsonArray cover;
  for (const CoverLine& line : report.cover()) {
    JsonObject object;
    object.add("name", line.name).add("counted", line.counted).add("floor", line.floor).add("met", line.met());
    cover.add(object);
  }
  JsonObject failed;
  for (const auto& [check, count] : report.failed_by_check) failed.add(check, count);
  JsonObject gave_up;
  for (const auto& [check, line] : report.gave_up) gave_up.add(check, line.seeds);
  JsonObject object;
  object.add("type", "scenario")
      .add("scenario", report.name)
      .add("file", report.file)
      .add("seeds", report.seeds)
      .add("failed", report.seeds_failed)
      .add("failed_by_check", failed)
      .add("gave_up", gave_up)
      .add("nondeterministic", report.nondeterministic_seeds)
      .add("events", report.events)
      .add("simulated_s", in_seconds(report.simulated))
      .add("cpu_s", in_seconds(report.cpu))
      .add("wall_s", in_seconds(report.wall))
      .add("jobs", report.jobs)
      .add("coverage", counts_json(report.coverage))
      .add("cover", cover)
      .add("cover_judged", report.cover_judged())
      .add("interrupted", report.interrupted)
      .add("exit_code", static_cast<int>(report.exit_code()));
  if (report.expected) object.add("expected", expected_json(*report.expected));
  return object.text() + "\n";
}

std::string summary_json_line(std::span<const ScenarioReport> reports, ExitCode code) {
  std::uint64_t seeds = 0;
  std::uint64_t failed = 0;
  for (const ScenarioReport& report : reports) {
    seeds += report.seeds;
    failed += report.seeds_failed;
  }
  JsonObject object;
  object.add("type", "summary")
      .add("scenarios", reports.size())
      .add("seeds", seeds)
      .add("failed", failed)
      .add("exit_code", static_cast<int>(code))
      .add("build", build_json());
  return object.text() + "\n";
}

}  // namespace groundhog
