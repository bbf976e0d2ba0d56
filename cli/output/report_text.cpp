#include "cli/output/report_text.hpp"

#include <algorithm>
#include <map>

#include "harness/repro/build_identity.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/text/text.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

std::string violation_headline(const harness::SeedViolation& violation) {
  return violation.check + " at t=" + harness::seconds_text(violation.at);
}

// Of a run that took no time, too.
double at_least_a_moment(harness::Duration duration) { return std::max(harness::in_seconds(duration), 1e-9); }

std::string ratio_text(double ratio) {
  return ratio >= 10 ? harness::with_thousands(static_cast<std::uint64_t>(ratio)) : std::to_string(ratio).substr(0, 4);
}

std::string simulated_text(const harness::ScenarioReport& report) {
  return "simulated " + harness::long_duration_text(report.simulated) + " in " +
         harness::long_duration_text(report.wall) + ": " +
         ratio_text(harness::in_seconds(report.simulated) / at_least_a_moment(report.wall)) + " × real time";
}

std::string pace_of(const harness::ScenarioReport& report) {
  const double events = static_cast<double>(report.events);
  return "  " + simulated_text(report) + " with " + harness::count_of(report.jobs, "worker") + ", " +
         ratio_text(harness::in_seconds(report.simulated) / at_least_a_moment(report.cpu)) + " × per core\n  " +
         harness::count_of(report.events, "event") + ", " +
         harness::with_thousands(static_cast<std::uint64_t>(events / at_least_a_moment(report.cpu))) +
         " a second and core\n";
}

std::string judgement(const harness::CoverLine& line, bool judged, const Console& console) {
  if (!judged) return "not judged";
  return line.met() ? console.green("met") : console.red("MISSED");
}

std::string cover_table(const harness::ScenarioReport& report, const Console& console) {
  const std::vector<harness::CoverLine> lines = report.cover();
  if (lines.empty()) return {};
  std::size_t width = std::string("cover").size();
  for (const harness::CoverLine& line : lines) width = std::max(width, line.name.size());
  std::string out = "  " + harness::padded_right("cover", width) + harness::padded_left("counted", 14) +
                    harness::padded_left("floor", 12) + "\n";
  for (const harness::CoverLine& line : lines) {
    out += "  " + harness::padded_right(line.name, width) +
           harness::padded_left(harness::with_thousands(line.counted), 14) +
           harness::padded_left(harness::with_thousands(line.floor), 12) + "  " +
           judgement(line, report.cover_judged(), console) + "\n";
  }
  if (!report.cover_judged()) {
    out += "  floors are for the full set of " + harness::count_of(report.full_set.size(), "seed") + " (" +
           report.full_set.text() + "); " + harness::with_thousands(report.seeds_of_full_set) + " of them ran\n";
  }
  return out;
}

std::string gave_up_text(const harness::ScenarioReport& report, const Console& console) {
  std::string out;
  for (const auto& [check, line] : report.gave_up) {
    out += "  " + console.yellow(check + " gave up") + " in " + harness::count_of(line.seeds, "seed") + ", first " +
           seed_text(line.first_seed) + ": " + line.reason + "\n";
  }
  return out;
}

std::string headline(const harness::ScenarioReport& report, const Console& console) {
  std::string out = console.bold(report.name) + ": " + harness::count_of(report.seeds, "seed") + ", ";
  out +=
      report.seeds_failed == 0 ? "none failed" : console.red(harness::with_thousands(report.seeds_failed) + " failed");
  if (report.nondeterministic_seeds > 0) {
    out += ", " + console.red(harness::with_thousands(report.nondeterministic_seeds) + " nondeterministic");
  }
  if (report.interrupted) out += console.yellow(" (interrupted)");
  return out;
}

std::string expected_text(const harness::ScenarioReport& report, const Console& console) {
  if (!report.expected) return {};
  const harness::ExpectedViolation& expected = *report.expected;
  const std::string what = expected.mutant + " must violate " + expected.violates;
  if (!expected.found) return "  " + what + ": " + console.red("not caught") + "\n";
  return "  " + what + ": " + console.green("caught") + " after " +
         harness::count_of(expected.found->after_seeds, "seed") + ", by seed " + seed_text(expected.found->seed) + "\n";
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
  if (!result.detail.empty()) out += harness::indented(result.detail, 2) + "\n";
  for (const harness::SeedViolation& violation : result.violations) {
    const bool shown = result.end == harness::SeedEnd::completed && &violation == &result.violations.front();
    if (!shown) out += "  also " + violation_headline(violation) + "\n";
    out += harness::indented(violation.message, shown ? 2 : 4) + "\n";
  }
  if (!filed_in.empty()) {
    out += "  repro:     " + harness::replay_command_line(harness::full_repro_in(filed_in)) +
           "   # on later commits too\n";
  }
  out += "  same seed: " + harness::same_seed_command(scenario.file, result.seed, scenario.limits) + "   # exact at " +
         harness::build_identity().commit + "\n";
  if (!filed_in.empty()) out += "  filed:     " + filed_in + "/\n";
  return out;
}

std::string brief_failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                               const std::string& filed_in, const Console& console) {
  return console.red("failed") + " " + console.bold(scenario.name) + " seed " + seed_text(result.seed) + ": " +
         headline_of(result) + "; a minimal form follows, the whole is " + harness::full_repro_in(filed_in) + "\n";
}

std::string scenario_summary(const harness::ScenarioReport& report, const Console& console) {
  std::string out = headline(report, console) + "\n";
  if (report.seeds > 0) out += pace_of(report);
  return out + gave_up_text(report, console) + cover_table(report, console) + expected_text(report, console);
}

std::string brief_summary(const harness::ScenarioReport& report, const Console& console) {
  std::string out = headline(report, console);
  if (report.seeds > 0) out += ", " + simulated_text(report);
  const std::string remarks = gave_up_text(report, console) + expected_text(report, console);
  if (!report.cover_judged()) return out + "\n" + remarks;
  if (!report.cover_missed()) return out + ", cover met\n" + remarks;
  out += "\n" + remarks;
  for (const harness::CoverLine& line : report.cover()) {
    if (line.met()) continue;
    out += "  " + console.red("cover missed") + ": " + line.name + " " + harness::with_thousands(line.counted) +
           " of " + harness::with_thousands(line.floor) + "\n";
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
  std::string out = harness::count_of(reports.size(), "scenario") + ", " + harness::count_of(seeds, "seed") + ", " +
                    harness::with_thousands(failed) + " failed";
  for (const auto& [check, count] : failed_by_check)
    out += "\n  " + harness::padded_right(check, 28) + harness::with_thousands(count);
  out += "\n";
  const bool is_missing = std::ranges::any_of(reports, &harness::ScenarioReport::expected_is_missing);
  const std::string verdict(is_missing && code == ExitCode::violated ? "an expected violation was not found"
                                                                     : meaning_of(code));
  return out + (code == ExitCode::as_expected ? console.green(verdict) : console.red(verdict)) + "\n";
}

}  // namespace groundhog::cli
