#include "cli/output/report_text.hpp"

#include <algorithm>
#include <map>

#include "harness/repro/build_identity.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/text/json.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog::cli {
namespace {

constexpr std::size_t report_width = 120;  // columns
constexpr std::size_t event_margin = 31;   // where what an event says begins

std::string violation_headline(const harness::SeedViolation& violation) {
  return violation.check + " at t=" + seconds_text(violation.at);
}

// Of a run that took no time, too.
double at_least_a_moment(Duration duration) { return std::max(to_seconds(duration), 1e-9); }

std::string ratio_text(double ratio) {
  return ratio >= 10 ? with_separators(static_cast<std::uint64_t>(ratio)) : std::to_string(ratio).substr(0, 4);
}

std::string simulated_text(const harness::ScenarioReport& report) {
  return "simulated " + long_duration_text(report.simulated) + " in " + long_duration_text(report.wall) + ": " +
         ratio_text(to_seconds(report.simulated) / at_least_a_moment(report.wall)) + " × real time";
}

std::string states_text(const harness::ScenarioReport& report) {
  if (report.states.empty()) return {};
  std::string out = "  " + count_of(report.states.size(), "state");
  if (!report.is_merged && report.seeds > 1)
    out += ", " + with_separators(report.states_of_one_seed()) + " of one seed";
  return out + "\n";
}

std::string pace_of(const harness::ScenarioReport& report) {
  const double events = static_cast<double>(report.events);
  return "  " + simulated_text(report) + " with " + count_of(report.jobs, "worker") + ", " +
         ratio_text(to_seconds(report.simulated) / at_least_a_moment(report.cpu)) + " × per core\n  " +
         count_of(report.events, "event") + ", " +
         with_separators(static_cast<std::uint64_t>(events / at_least_a_moment(report.cpu))) + " a second and core\n" +
         states_text(report);
}

std::string judgement(const harness::CoverLine& line, bool judged, const Console& console) {
  if (!judged) return "not judged";
  return line.met() ? console.green("met") : console.red("MISSED");
}

std::string cover_table(const harness::ScenarioReport& report, const Console& console) {
  std::vector<harness::CoverLine> lines = report.cover();
  std::erase_if(lines, [](const harness::CoverLine& line) { return line.of_fault && line.met(); });
  if (lines.empty()) return {};
  std::size_t width = std::string("cover").size();
  for (const harness::CoverLine& line : lines) width = std::max(width, line.name.size());
  std::string out = "  " + padded_right("cover", width) + padded_left("counted", 14) + padded_left("floor", 12) + "\n";
  for (const harness::CoverLine& line : lines) {
    out += "  " + padded_right(line.name, width) + padded_left(with_separators(line.counted), 14) +
           padded_left(with_separators(line.floor), 12) + "  " + judgement(line, report.cover_judged(), console) + "\n";
  }
  if (report.cover_judged()) {
    for (const harness::CoverLine& line : report.missed_cover()) {
      if (line.of_fault) out += "  " + missed_text(report, line) + "\n";
    }
  } else {
    out += "  floors are for the full set of " + count_of(report.full_set.size(), "seed") + " (" +
           report.full_set.text() + "); " + with_separators(report.seeds_of_full_set) + " of them ran\n";
  }
  return out;
}

std::string gave_up_text(const harness::ScenarioReport& report, const Console& console) {
  std::string out;
  for (const auto& [check, line] : report.gave_up) {
    out += "  " + console.yellow(check + " gave up") + " in " + count_of(line.seeds, "seed") + ", first " +
           seed_text(line.first_seed) + ": " + line.reason + "\n";
  }
  return out;
}

std::uint64_t count_in(const harness::Coverage& coverage, std::string_view name) {
  const auto found = coverage.find(name);
  return found == coverage.end() ? 0 : found->second;
}

// A scenario that asks for more than its clients can send is not as busy as it reads. A tenth may be lost to time-outs.
std::string no_turn_text(const harness::ScenarioReport& report) {
  const std::uint64_t left = count_in(report.coverage, "ops.no_turn");
  std::uint64_t planned = 0;
  for (const std::string_view name : operation_counts) planned += count_in(report.coverage, name);
  if (left * 10 <= planned) return {};
  return "  " + with_separators(left) + " of " + count_of(planned, "operation") +
         " had no turn: a client waits for replies before it sends more; take more clients, a pipeline or a lower "
         "rate\n";
}

std::string headline(const harness::ScenarioReport& report, const Console& console) {
  if (report.is_left_to_other_shards()) {
    return console.bold(report.name) + ": no seed falls to shard " + report.shard.text();
  }
  std::string out = console.bold(report.name) + ": " + count_of(report.seeds, "seed") + ", ";
  out += report.seeds_failed == 0 ? "none failed" : console.red(with_separators(report.seeds_failed) + " failed");
  if (report.nondeterministic_seeds > 0) {
    out += ", " + console.red(with_separators(report.nondeterministic_seeds) + " nondeterministic");
  }
  if (report.interrupted) out += console.yellow(" (interrupted)");
  return out;
}

// "relative-ttl-on-replica must violate ttl.safety: caught after 2 seeds, by seed 0x2"; of a scenario that promises no
// property: "relative-ttl-on-replica: not caught".
std::string catch_text(const harness::ExpectedViolation& expected, const Console& console) {
  const std::string what = expected.mutant + (expected.is_promised() ? " must violate " + expected.violates : "");
  if (!expected.found) return what + ": " + console.red("not caught");
  return what + ": " + console.green("caught") + " after " + count_of(expected.found->after_seeds, "seed") +
         ", by seed " + seed_text(expected.found->seed);
}

// How many of the scenarios caught the planted bug; empty: none is planted.
std::string catches_text(std::span<const harness::ScenarioReport> reports) {
  const auto planted = std::ranges::find_if(reports, [](const auto& report) { return report.expected.has_value(); });
  if (planted == reports.end()) return {};
  const auto caught = std::ranges::count_if(reports, &harness::ScenarioReport::failures_are_expected);
  return planted->expected->mutant + ": caught by " + std::to_string(caught) + " of " +
         count_of(reports.size(), "scenario") + "\n";
}

// What a shard leaves to `merge`; empty: the run is no shard.
std::string shard_text(std::span<const harness::ScenarioReport> reports, std::uint64_t seeds) {
  if (reports.empty() || !reports.front().is_part()) return {};
  const Shard& shard = reports.front().shard;
  const bool is_empty = std::ranges::all_of(reports, &harness::ScenarioReport::is_left_to_other_shards);
  std::string out = "shard " + shard.text() + (is_empty ? " is empty: all seeds fall to others\n" : "\n");
  const auto has_floors = [](const harness::ScenarioReport& report) { return !report.floors.empty(); };
  if (seeds > 0 && std::ranges::any_of(reports, has_floors)) {
    out += "floors are not judged here: groundhog merge judges them over the results (--json) of all " +
           count_of(shard.count, "shard") + "\n";
  }
  return out;
}

// The last line. `code` is that of the reports, or worse.
std::string verdict_of(std::span<const harness::ScenarioReport> reports, ExitCode code) {
  const auto missed =
      std::ranges::find_if(reports, [&](const auto& report) { return harness::is_missed(report, reports); });
  const bool is_internal = std::ranges::any_of(reports, &harness::ScenarioReport::internal_error);
  if (code == ExitCode::internal_error && !is_internal) return "a result could not be written";
  if (missed == reports.end() || code != ExitCode::violated) return std::string(meaning_of(code));
  return missed->expected->is_promised() ? "an expected violation was not found"
                                         : missed->expected->mutant + " was not caught";
}

std::string shown_text(const harness::SeedResult& result, const std::string& about, const std::string& indent) {
  const harness::SeedViolation* violation = harness::violation_of(result, about);
  const std::string& message = violation != nullptr ? violation->message : result.detail;
  const std::string when = violation != nullptr ? " at t=" + seconds_text(violation->at) : "";
  return about + when + "\n" + (message.empty() ? "" : indented(message, indent.size()) + "\n");
}

std::string minimised_line(const harness::FoundFailure& failure, const harness::Minimised& minimised) {
  const harness::PlanSize& after = minimised.repro.outcome->size;
  const harness::PlanSize& before = failure.size;
  std::string line = "  minimised: " + count_of(after.faults, "fault") + ", " + count_of(after.operations, "operation");
  std::string from = with_separators(before.faults) + " / " + with_separators(before.operations);
  if (after.messages > 0 && before.messages > 0) {
    line += ", " + count_of(after.messages, "message");
    from += " / " + with_separators(before.messages);
  }
  return line + " (from " + from + ") in " + formatted("%.1f s", to_seconds(minimised.outcome.wall)) + " and " +
         count_of(minimised.outcome.costs.executions, "execution") + "\n";
}

std::string verification_line(const harness::Minimised& minimised) {
  const std::uint64_t elements = minimised.repro.outcome->size.elements();
  if (!minimised.outcome.shrunk.minimal) {
    const std::string why = minimised.outcome.interrupted ? "interrupted" : "the time was up";
    return "             not verified minimal: " + why + "\n";
  }
  if (elements == 0) return "             it takes no fault and no operation\n";
  if (elements == 1) return "             removing that one makes this failure go away (verified)\n";
  return "             removing any one of the " + with_separators(elements) +
         " elements makes this failure go away (verified)\n";
}

// "passes", or what it came to.
std::string end_text(const harness::SeedResult& result) {
  return result.failed() ? "shows " + joined(causes_of(result)) : "passes";
}

}  // namespace

std::string headline_of(const harness::SeedResult& result) {
  if (result.end == harness::SeedEnd::completed && !result.violations.empty())
    return violation_headline(result.violations.front());
  return std::string(name_of(result.end));
}

std::string failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                         const std::string& filed_in, const Console& console) {
  std::string out = console.red("FAIL") + " " + console.bold(scenario.name) + " seed " + seed_text(result.seed) + ": " +
                    headline_of(result) + "\n";
  if (!result.detail.empty()) out += indented(result.detail, 2) + "\n";
  for (const harness::SeedViolation& violation : result.violations) {
    const bool shown = result.end == harness::SeedEnd::completed && &violation == &result.violations.front();
    if (!shown) out += "  also " + violation_headline(violation) + "\n";
    out += indented(violation.message, shown ? 2 : 4) + "\n";
  }
  if (!filed_in.empty()) {
    out += "  repro:     " + harness::replay_command_line(harness::full_repro_in(filed_in)) +
           "   # on later commits too\n";
  }
  out += "  same seed: " + harness::same_seed_command(scenario.file, result.seed, scenario.limits) + "   # exact at " +
         scenario.commit + "\n";
  if (!filed_in.empty()) out += "  filed:     " + filed_in + "/\n";
  return out;
}

std::string brief_failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                               const std::string& filed_in, const Console& console) {
  return console.red("failed") + " " + console.bold(scenario.name) + " seed " + seed_text(result.seed) + ": " +
         headline_of(result) + "; a minimal form follows, the whole is " + harness::full_repro_in(filed_in) + "\n";
}

std::string missed_text(const harness::ScenarioReport& report, const harness::CoverLine& line) {
  if (!line.of_fault) return line.name + " " + with_separators(line.counted) + " of " + with_separators(line.floor);
  return line.name + " (line " + std::to_string(line.line) + ") took effect in none of " +
         count_of(report.seeds, "seed") + ": it never changed what a process saw; 'may_miss: true' if it need not";
}

std::string scenario_summary(const harness::ScenarioReport& report, const Console& console) {
  std::string out = headline(report, console) + "\n";
  if (report.seeds > 0) out += pace_of(report);
  out += gave_up_text(report, console) + no_turn_text(report) + cover_table(report, console);
  return report.expected ? out + "  " + catch_text(*report.expected, console) + "\n" : out;
}

std::string brief_summary(const harness::ScenarioReport& report, const Console& console) {
  std::string out = headline(report, console);
  if (report.seeds > 0) out += ", " + simulated_text(report);
  if (report.expected) out += "; " + catch_text(*report.expected, console);
  const std::string remarks = gave_up_text(report, console) + no_turn_text(report);
  if (!report.cover_judged()) return out + "\n" + remarks;
  if (!report.cover_missed()) return out + ", cover met\n" + remarks;
  out += "\n" + remarks;
  for (const harness::CoverLine& line : report.missed_cover()) {
    out += "  " + console.red("cover missed") + ": " + missed_text(report, line) + "\n";
  }
  return out;
}

std::string closing_summary(std::span<const harness::ScenarioReport> reports, ExitCode code, const Console& console) {
  std::map<std::string, std::uint64_t> failed_by_check;
  std::uint64_t seeds = 0;
  std::uint64_t failed = 0;
  for (const harness::ScenarioReport& report : reports) {
    seeds += report.seeds;
    failed += report.seeds_failed;
    for (const auto& [check, count] : report.failed_by_check) failed_by_check[check] += count;
  }
  std::string out = count_of(reports.size(), "scenario") + ", " + count_of(seeds, "seed") + ", " +
                    with_separators(failed) + " failed";
  for (const auto& [check, count] : failed_by_check) out += "\n  " + padded_right(check, 28) + with_separators(count);
  out += "\n";
  if (reports.size() > 1) out += catches_text(reports);
  out += shard_text(reports, seeds);
  const std::string verdict = verdict_of(reports, code);
  return out + (code == ExitCode::as_expected ? console.green(verdict) : console.red(verdict)) + "\n";
}

std::string no_minimum_text(const harness::FoundFailure& found, const harness::Minimised& minimised) {
  const harness::ShrinkOutcome& outcome = minimised.outcome;
  if (outcome.gained && minimised.shown) return {};
  const std::string failure = found.plan.name + " seed " + seed_text(found.plan.seed);
  if (outcome.interrupted) return failure + ": interrupted before anything smaller was certain";
  if (!outcome.gained) return failure + " could not be made smaller in this time";
  return failure + ": what was left, " + count_of(harness::elements_of(outcome.shrunk.plan), "element") +
         ", could not be shown again: run once more, it " + end_text(minimised.result);
}

std::string minimised_text(const MinimisedFailure& found, const Console& console) {
  const std::string& about = found.failure.signature.about;
  std::string out = console.red("FAIL") + " " + console.bold(found.failure.plan.name) + " seed " +
                    seed_text(found.failure.plan.seed) + ": ";
  out += shown_text(found.failure.result, about, "  ");
  out += minimised_line(found.failure, found.minimised) + verification_line(found.minimised);
  out += "  shows:     " + shown_text(found.minimised.result, about, "             ");
  if (!found.repro_file.empty()) {
    out += "  repro:     " + harness::replay_command_line(found.repro_file) + "   # on later commits too\n";
  }
  if (!found.same_seed_command.empty()) {
    out += "  same seed: " + found.same_seed_command + "   # exact at " + harness::build_identity().commit + "\n";
  }
  if (!found.repro_file.empty())
    out += "  keep it:   groundhog promote " + harness::shell_file(found.repro_file) + "\n";
  return out;
}

std::string minimal_run_text(const harness::FailureView& view) {
  std::string out;
  if (!view.scenario.empty()) out += "\n" + view.scenario;
  if (view.events.empty()) return out;
  out += "\n  events";
  if (!view.key.empty()) out += " about " + view.key + " or no key";
  if (view.left_out > 0) out += ", the last " + std::to_string(view.events.size());
  out += ":\n";
  for (const std::string& line : view.events) out += wrapped(line, report_width, event_margin) + "\n";
  return out;
}

std::string minimised_json_line(const MinimisedFailure& found) {
  const harness::Minimised& minimised = found.minimised;
  const std::string& about = found.failure.signature.about;
  harness::JsonObject object = harness::json_line("minimised");
  object.add("scenario", found.failure.plan.name).add("seed", seed_text(found.failure.plan.seed)).add("about", about);
  if (const harness::SeedViolation* violation = harness::violation_of(minimised.result, about)) {
    object.add("at_s", to_seconds(violation->at)).add("message", violation->message);
  }
  object.add("size", harness::size_json(minimised.repro.outcome->size))
      .add("from", harness::size_json(found.failure.size))
      .add("executions", minimised.outcome.costs.executions)
      .add("wall_s", to_seconds(minimised.outcome.wall))
      .add("cpu_s", to_seconds(minimised.outcome.costs.cpu))
      .add("verified", minimised.outcome.shrunk.minimal)
      .add("interrupted", minimised.outcome.interrupted)
      .add("repro", found.repro_file)
      .add("scenario_text", found.view.scenario);
  return object.text() + "\n";
}

std::string shrink_status_text(const std::string& scenario, const harness::ShrinkStatus& status) {
  return "shrinking " + scenario + ": " + std::string(status.pass) + ", " + count_of(status.elements, "element") +
         " left, " + count_of(status.executions, "execution") + ", " + long_duration_text(status.elapsed);
}

}  // namespace groundhog::cli
