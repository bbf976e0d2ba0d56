#include "cli/output/minimised_text.hpp"

#include <cstdio>

#include "harness/repro/build_identity.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/text/text.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

std::string tenths_of_seconds(harness::Duration duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", harness::in_seconds(duration));
  return text;
}

std::string shown_text(const harness::SeedResult& result, const std::string& about, const std::string& indent) {
  const harness::SeedViolation* violation = harness::violation_of(result, about);
  const std::string& message = violation != nullptr ? violation->message : result.detail;
  const std::string when = violation != nullptr ? " at t=" + harness::seconds_text(violation->at) : "";
  return about + when + "\n" + (message.empty() ? "" : harness::indented(message, indent.size()) + "\n");
}

std::string minimised_line(const harness::FoundFailure& failure, const harness::Minimised& minimised) {
  const harness::DaySize& after = minimised.repro.outcome->size;
  const harness::DaySize& before = failure.size;
  std::string line = "  minimised: " + harness::count_of(after.faults, "fault") + ", " +
                     harness::count_of(after.operations, "operation");
  std::string from = harness::with_thousands(before.faults) + " / " + harness::with_thousands(before.operations);
  if (after.messages > 0 && before.messages > 0) {
    line += ", " + harness::count_of(after.messages, "message");
    from += " / " + harness::with_thousands(before.messages);
  }
  return line + " (from " + from + ") in " + tenths_of_seconds(minimised.outcome.wall) + " and " +
         harness::count_of(minimised.outcome.costs.executions, "execution") + "\n";
}

std::string verification_line(const harness::Minimised& minimised) {
  const std::uint64_t elements = minimised.repro.outcome->size.elements();
  if (!minimised.outcome.shrunk.minimal) {
    const std::string why = minimised.outcome.interrupted ? "interrupted" : "the time was up";
    return "             not verified minimal: " + why + "\n";
  }
  if (elements == 0) return "             it takes no fault and no operation\n";
  if (elements == 1) return "             removing that one makes this failure go away (verified)\n";
  return "             removing any one of the " + harness::with_thousands(elements) +
         " elements makes this failure go away (verified)\n";
}

// "passes", or what it came to.
std::string end_text(const harness::SeedResult& result) {
  if (!result.failed()) return "passes";
  const std::vector<std::string> causes = harness::causes_of(result);
  std::string text = "shows " + causes.front();
  for (std::size_t i = 1; i < causes.size(); ++i) text += ", " + causes[i];
  return text;
}

}  // namespace

std::string no_minimum_text(const std::string& scenario, std::uint64_t seed, const harness::Minimised& minimised) {
  const harness::ShrinkOutcome& outcome = minimised.outcome;
  if (outcome.gained && minimised.shown) return {};
  const std::string failure = scenario + " seed " + seed_text(seed);
  if (outcome.interrupted) return failure + ": interrupted before anything smaller was certain";
  if (!outcome.gained) return failure + " could not be made smaller in this time";
  return failure + ": what was left, " + harness::count_of(harness::elements_of(outcome.shrunk.plan), "element") +
         ", could not be shown again: lived once more, it " + end_text(minimised.result);
}

std::string minimised_text(const MinimisedFailure& found, const Console& console) {
  const std::string& about = found.failure.signature.about;
  std::string out = console.red("FAIL") + " " + console.bold(found.scenario) + " seed " + seed_text(found.seed) + ": ";
  out += shown_text(found.failure.result, about, "  ");
  out += minimised_line(found.failure, found.minimised) + verification_line(found.minimised);
  out += "  shows:     " + shown_text(found.minimised.result, about, "             ");
  if (!found.repro_file.empty()) {
    out += "  repro:     " + harness::replay_command_line(found.repro_file) + "   # on later commits too\n";
  }
  if (!found.same_seed_command.empty()) {
    out += "  same seed: " + found.same_seed_command + "   # exact at " + harness::build_identity().commit + "\n";
  }
  if (!found.repro_file.empty()) out += "  keep it:   groundhog promote " + found.repro_file + "\n";
  return out;
}

std::string last_events_text(const harness::Minimised& minimised) {
  if (minimised.last_events.empty()) return {};
  std::string out = "  its last " + harness::count_of(minimised.last_events.size(), "event") + ":\n";
  for (const std::string& line : minimised.last_events) out += "    " + line + "\n";
  return out;
}

std::string minimised_json_line(const MinimisedFailure& found) {
  const harness::Minimised& minimised = found.minimised;
  const std::string& about = found.failure.signature.about;
  harness::JsonObject object;
  object.add("type", "minimised")
      .add("scenario", found.scenario)
      .add("seed", seed_text(found.seed))
      .add("about", about);
  if (const harness::SeedViolation* violation = harness::violation_of(minimised.result, about)) {
    object.add("at_s", harness::in_seconds(violation->at)).add("message", violation->message);
  }
  object.add("size", harness::size_json(minimised.repro.outcome->size))
      .add("from", harness::size_json(found.failure.size))
      .add("executions", minimised.outcome.costs.executions)
      .add("wall_s", harness::in_seconds(minimised.outcome.wall))
      .add("cpu_s", harness::in_seconds(minimised.outcome.costs.cpu))
      .add("verified", minimised.outcome.shrunk.minimal)
      .add("interrupted", minimised.outcome.interrupted)
      .add("repro", found.repro_file);
  return object.text() + "\n";
}

std::string shrink_status_text(const std::string& scenario, const harness::ShrinkStatus& status) {
  return "shrinking " + scenario + ": " + std::string(status.pass) + ", " +
         harness::count_of(status.elements, "element") + " left, " + harness::count_of(status.executions, "execution") +
         ", " + harness::long_duration_text(std::chrono::duration_cast<harness::Duration>(status.elapsed));
}

}  // namespace groundhog::cli
