#include "cli/output/replay_report.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/repro/event_window.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/repro/signature.hpp"
#include "harness/text/json.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::cli {
namespace {

std::uint64_t recorded_decisions(const harness::Repro& repro) {
  return repro.outcome ? repro.outcome->decisions.size() : 0;
}

bool met_nothing(const ReplayReport& report) {
  return report.mode == harness::ReplayMode::guided && recorded_decisions(report.repro) > 0 &&
         report.findings.matched == 0;
}

// In the order of ReplayMode.
constexpr std::string_view mode_words[] = {"exact", "guided", "blind"};

// In the order of ReplayVerdict.
struct VerdictMeaning {
  std::string_view word;
  ExitCode code;
};
constexpr VerdictMeaning verdict_meanings[] = {{"again", ExitCode::violated},
                                               {"gone", ExitCode::as_expected},
                                               {"another-way", ExitCode::inconclusive},
                                               {"diverged", ExitCode::nondeterministic},
                                               {"inconclusive", ExitCode::inconclusive}};

const VerdictMeaning& meaning_of(ReplayVerdict verdict) { return verdict_meanings[static_cast<std::size_t>(verdict)]; }

std::string build_text(const harness::BuildStamp& build) {
  const std::string mutant = build.mutant.empty() ? std::string() : ", mutant " + build.mutant;
  return build.commit + " (" + build.compiler + ", " + build.flags + mutant + ")";
}

std::string events_text(const ReplayReport& report) {
  if (report.mode != harness::ReplayMode::exact || report.findings.diverged) return {};
  return ", all " + count_of(report.findings.events, "event") + " as recorded";
}

bool has_died(const harness::Repro& repro) { return repro.outcome && repro.outcome->trail.events.empty(); }

std::string how(const ReplayReport& report) {
  switch (report.mode) {
    case harness::ReplayMode::exact:
      return "exact: this build recorded it" + events_text(report);
    case harness::ReplayMode::guided:
      return std::string("guided: ") + (has_died(report.repro) ? "its run died, " : "") + "recorded by " +
             build_text(report.repro.build);
    case harness::ReplayMode::blind:
      return report.repro.outcome ? "the recorded run died before anything was decided"
                                  : "the recorded run had not ended";
  }
  return {};
}

std::string guidance_text(const ReplayReport& report) {
  if (report.mode != harness::ReplayMode::guided) return {};
  const std::uint64_t recorded = recorded_decisions(report.repro);
  const std::uint64_t matched = report.findings.matched;
  return "  " + count_of(recorded, "recorded decision") + ": " + with_separators(matched) + " matched, " +
         with_separators(recorded - matched) + " unmatched; " + with_separators(report.findings.drawn) +
         " drawn again\n";
}

// The line of events.jsonl beside the file, if those are the events of the same run.
std::string recorded_line(const ReplayReport& report) {
  std::ifstream in(std::filesystem::path(report.file).parent_path() / "events.jsonl", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return harness::line_of_event(text, report.findings.divergence.event, report.repro.outcome->trail.events.size())
      .value_or("");
}

std::string divergence_text(const ReplayReport& report) {
  const harness::ReplayDivergence& divergence = report.findings.divergence;
  std::string out = "  event #" + std::to_string(divergence.event) + " at t=";
  trace::append_seconds(out, Duration(divergence.at_ns));
  out += "s is the first that is not as recorded";
  if (divergence.ended_here) out += ": the run ends before it here";
  if (divergence.ended_then) out += ": the recorded run had ended before it";
  out += "\n" + indented(report.findings.lines(), 4);
  out.erase(out.find_last_not_of(' ') + 1);
  const std::string then = recorded_line(report);
  if (!then.empty()) out += "    recorded: " + then + "\n";
  return out;
}

// The bug may be nowhere but in that binary.
std::string mutant_hint(const ReplayReport& report) {
  const std::string& mutant = report.repro.build.mutant;
  if (mutant.empty() || mutant == harness::build_stamp().mutant) return {};
  return "  recorded with mutant " + mutant + ", which is not planted here: add --mutant " + mutant + "\n";
}

std::string violations_text(const harness::SeedResult& result) {
  std::string out;
  if (result.end != harness::SeedEnd::completed) out += "  " + std::string(name_of(result.end)) + "\n";
  if (!result.detail.empty()) out += indented(result.detail, 4) + "\n";
  for (const harness::SeedViolation& violation : result.violations) {
    out +=
        "  " + violation.check + " at t=" + seconds_text(violation.at) + "\n" + indented(violation.message, 4) + "\n";
  }
  return out;
}

// What its run said of it.
std::string recorded_message(const ReplayReport& report) {
  const harness::ReproOutcome& recorded = *report.repro.outcome;
  const auto found = std::ranges::find(recorded.violations, report.repro.about, &harness::SeedViolation::check);
  return found != recorded.violations.end() ? found->message : recorded.detail;
}

std::string verdict_text(const ReplayReport& report, const Console& console) {
  const std::string what = report.repro.about.empty() ? "the failure" : report.repro.about;
  switch (report.verdict()) {
    case ReplayVerdict::again:
      return console.red(report.repro.about.empty() ? "it fails" : what + ": again");
    case ReplayVerdict::gone:
      return console.green(report.repro.about.empty() ? "it does not fail" : what + ": not here");
    case ReplayVerdict::another_way:
      return console.yellow("inconclusive: " + what + " shows in another way than was recorded") +
             "\n  recorded: " + indented(recorded_message(report), 4).substr(4);
    case ReplayVerdict::diverged:
      return console.red("diverged: the same build ran differently");
    case ReplayVerdict::inconclusive:
      return console.yellow("inconclusive: " +
                            std::string(met_nothing(report)
                                            ? "none of the recorded decisions was met"
                                            : "the run did not complete, so " + what + " could not be judged"));
  }
  return {};
}

harness::JsonObject stamp_json(const harness::BuildStamp& build) {
  return identity_json(build).add("mutant", build.mutant).add("binary", seed_text(build.binary));
}

harness::JsonObject decisions_json(const ReplayReport& report) {
  const std::uint64_t recorded = recorded_decisions(report.repro);
  return harness::JsonObject()
      .add("recorded", recorded)
      .add("matched", report.findings.matched)
      .add("unmatched", recorded - report.findings.matched)
      .add("drawn", report.findings.drawn);
}

harness::JsonObject divergence_json(const harness::ReplayDivergence& divergence, std::string_view lines) {
  return harness::JsonObject()
      .add("event", divergence.event)
      .add("at_s", static_cast<double>(divergence.at_ns) / 1e9)
      .add("ended_here", divergence.ended_here)
      .add("ended_then", divergence.ended_then)
      .add("lines", lines);
}

}  // namespace

ReplayVerdict ReplayReport::verdict() const {
  if (findings.diverged) return ReplayVerdict::diverged;
  if (is_about(result, repro.about)) {
    const auto recorded = harness::signature_of(repro);
    return !recorded || shows(result, *recorded) ? ReplayVerdict::again : ReplayVerdict::another_way;
  }
  if (result.end != harness::SeedEnd::completed || met_nothing(*this)) return ReplayVerdict::inconclusive;
  return ReplayVerdict::gone;
}

ExitCode ReplayReport::exit_code() const {
  return result.end == harness::SeedEnd::internal_error ? ExitCode::internal_error : meaning_of(verdict()).code;
}

std::string replay_text(const ReplayReport& report, const Console& console) {
  std::string out = "REPLAY " + console.bold(report.repro.scenario_name) + " seed " + seed_text(report.repro.seed) +
                    ", " + how(report) + "\n" + guidance_text(report) + mutant_hint(report);
  out += report.findings.diverged ? divergence_text(report) : violations_text(report.result);
  return out + verdict_text(report, console) + "\n";
}

std::string replay_json_line(const ReplayReport& report) {
  harness::JsonObject object = harness::json_line("replay");
  object.add("file", report.file)
      .add("scenario", report.repro.scenario_name)
      .add("mode", mode_words[static_cast<std::size_t>(report.mode)])
      .add("about", report.repro.about)
      .add("verdict", meaning_of(report.verdict()).word)
      .add("decisions", decisions_json(report));
  if (report.findings.diverged) {
    object.add("divergence", divergence_json(report.findings.divergence, report.findings.lines()));
  }
  harness::add_seed_members(object, report.result);
  object.add("exit_code", static_cast<int>(report.exit_code()))
      .add("recorded_by", stamp_json(report.repro.build))
      .add("build", stamp_json(harness::build_stamp()));
  return object.text() + "\n";
}

}  // namespace groundhog::cli
