// JSON Lines for tools: one for each seed, minimised failure and scenario, then a summary. Seeds and hashes are text
// ("0x5f1c9a"): they do not fit into the numbers of JSON. cli/shards/run_results.cpp reads them.

#include "harness/text/json.hpp"

#include "cli/formats/table.hpp"
#include "cli/output/group_text.hpp"
#include "harness/repro/seed_report.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

harness::JsonObject expected_json(const harness::ExpectedViolation& expected) {
  harness::JsonObject object;
  object.add("mutant", expected.mutant);
  if (expected.is_promised()) object.add("violates", expected.violates);
  object.add("found", expected.found.has_value());
  if (expected.found) {
    object.add("seed", seed_text(expected.found->seed)).add("after_seeds", expected.found->after_seeds);
  }
  return object;
}

harness::JsonArray cover_json(const harness::ScenarioReport& report) {
  harness::JsonArray cover;
  for (const harness::CoverLine& line : report.cover()) {
    if (line.of_fault) continue;
    cover.add(harness::JsonObject()
                  .add("name", line.name)
                  .add("counted", line.counted)
                  .add("floor", line.floor)
                  .add("met", line.met()));
  }
  return cover;
}

harness::JsonArray faults_json(const harness::ScenarioReport& report) {
  harness::JsonArray faults;
  for (const WrittenFault& fault : report.faults) {
    const auto seeds = report.effective_seeds.find(fault.id);
    faults.add(harness::JsonObject()
                   .add("id", fault.id)
                   .add("do", fault.verb)
                   .add("line", fault.line)
                   .add("may_miss", fault.may_miss)
                   .add("effective_seeds", seeds == report.effective_seeds.end() ? 0 : seeds->second));
  }
  return faults;
}

harness::JsonObject states_json(const harness::ScenarioReport& report) {
  harness::JsonObject states;
  states.add("reached", report.states.size());
  if (!report.is_merged) states.add("of_one_seed", report.states_of_one_seed());
  return states;
}

harness::JsonObject minimal_json(const harness::MinimalForm& minimal) {
  harness::JsonArray events;
  for (const std::string& line : minimal.events) events.add(line);
  return harness::JsonObject()
      .add("repro", minimal.repro_file)
      .add("size", harness::size_json(minimal.size))
      .add("from", harness::size_json(minimal.from))
      .add("message", minimal.message)
      .add("verified", minimal.verified)
      .add("scenario_text", minimal.scenario)
      .add("events", events);
}

harness::JsonArray groups_json(const harness::ScenarioReport& report) {
  harness::JsonArray groups;
  for (const harness::FailureGroup& group : report.groups) {
    harness::JsonObject object;
    object.add("about", group.signature.about)
        .add("shape", group.signature.shape)
        .add("message", group.message)
        .add("count", group.seeds.size())
        .add("seeds", SeedSet::of(group.seeds).text())
        .add("repro_command", repro_command(report, group));
    if (group.minimal) object.add("minimal", minimal_json(*group.minimal));
    groups.add(object);
  }
  return groups;
}

class Json : public Format {
 public:
  using Format::Format;

  void on_seed(const SeedReport& seed) override {
    harness::JsonObject object = harness::json_line("seed");
    object.add("scenario", seed.scenario.name);
    harness::add_seed_members(object, seed.result);
    harness::JsonArray new_states;
    for (const std::uint64_t state : seed.scenario.new_states) new_states.add(seed_text(state));
    object.add("new_states", new_states);
    sink_(object.text() + "\n");
  }

  void on_minimised(const MinimisedFailure& failure) override { sink_(minimised_json_line(failure)); }

  void on_scenario(const harness::ScenarioReport& report) override {
    harness::JsonObject failed;
    for (const auto& [check, count] : report.failed_by_check) failed.add(check, count);
    harness::JsonObject gave_up;
    for (const auto& [check, line] : report.gave_up) gave_up.add(check, line.seeds);
    harness::JsonObject object = harness::json_line("scenario");
    object.add("scenario", report.name)
        .add("file", report.file)
        .add("text_hash", seed_text(report.text_hash))
        .add("full_set", report.full_set.text())
        .add("chosen", report.chosen.text())
        .add("due", report.due)
        .add("seeds", report.seeds)
        .add("failed", report.seeds_failed)
        .add("failed_by_check", failed)
        .add("groups", groups_json(report))
        .add("gave_up", gave_up)
        .add("nondeterministic", report.nondeterministic_seeds)
        .add("events", report.events)
        .add("simulated_s", to_seconds(report.simulated))
        .add("cpu_s", to_seconds(report.cpu))
        .add("wall_s", to_seconds(report.wall))
        .add("jobs", report.jobs)
        .add("limits", harness::limits_json(report.limits))
        .add("coverage", harness::counts_json(report.coverage))
        .add("states", states_json(report))
        .add("faults", faults_json(report))
        .add("cover", cover_json(report))
        .add("cover_line", report.cover_line)
        .add("cover_judged", report.cover_judged())
        .add("interrupted", report.interrupted)
        .add("exit_code", static_cast<int>(exit_code_of(report)));
    if (report.expected) object.add("expected", expected_json(*report.expected));
    sink_(object.text() + "\n");
  }

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode code) override {
    std::uint64_t seeds = 0;
    std::uint64_t failed = 0;
    for (const harness::ScenarioReport& report : reports) {
      seeds += report.seeds;
      failed += report.seeds_failed;
    }
    harness::JsonObject object = harness::json_line("summary");
    object.add("shard", (reports.empty() ? Shard() : reports.front().shard).text())
        .add("scenarios", reports.size())
        .add("seeds", seeds)
        .add("failed", failed)
        .add("exit_code", static_cast<int>(code))
        .add("build", harness::build_json());
    sink_(object.text() + "\n");
  }
};

}  // namespace

std::unique_ptr<Format> make_json(const Sink& sink) { return std::make_unique<Json>(sink); }

}  // namespace groundhog::cli
