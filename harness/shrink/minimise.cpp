#include "harness/shrink/minimise.hpp"

#include <deque>
#include <string_view>
#include <utility>

#include "harness/repro/decision_journal.hpp"
#include "harness/repro/record.hpp"
#include "sim/scenario/print_plan.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t events_shown = 30;

// Lived in this process, it would be the end of this process.
bool is_dangerous(const SeedResult& result) {
  return result.end == SeedEnd::crashed || result.end == SeedEnd::timed_out || result.end == SeedEnd::out_of_memory ||
         result.end == SeedEnd::internal_error;
}

std::optional<Duration> violated_at(const SeedResult& result, const FailureSignature& signature) {
  const SeedViolation* violation = violation_of(result, signature.about);
  return violation != nullptr ? std::optional(violation->at) : std::nullopt;
}

// What is known of a plan that cannot be lived here.
Repro unlived_repro(const Plan& plan, const SeedResult& result) {
  Repro repro = unfinished_repro(plan.name, {}, print_plan(plan), plan.seed);
  repro.outcome.emplace();
  repro.outcome->end = result.end;
  repro.outcome->detail = result.detail;
  repro.outcome->size = {plan.faults.size(), plan.operations.size(), 0};
  return repro;
}

Repro recorded(const Plan& plan, const Guest& guest, std::optional<Duration> until,
               std::vector<std::string>& last_events) {
  std::deque<std::string> lines;
  TimelineFilter filter;
  filter.to = until;
  Timeline timeline(plan, filter, [&](std::string_view line) {
    lines.emplace_back(line);
    if (lines.size() > events_shown) lines.pop_front();
  });
  Observer* const observers[] = {&timeline};
  Repro repro = record_repro(plan, guest, {}, observers);
  last_events.assign(lines.begin(), lines.end());
  return repro;
}

}  // namespace

Minimised minimise(const FoundFailure& failure, const Guest& guest, const ShrinkSettings& settings,
                   KnownVerdicts& verdicts) {
  Minimised minimised;
  minimised.outcome = shrink_failure(failure.plan, failure.result, failure.signature, guest, settings, verdicts);
  if (!minimised.outcome.gained) return minimised;
  const Plan& plan = minimised.outcome.shrunk.plan;
  const auto last = plan == failure.plan ? failure.result : live_once(plan, guest, settings.limits);
  if (!last) minimised.outcome.interrupted = true;
  minimised.result = last.value_or(SeedResult());
  minimised.shown = last && shows(*last, failure.signature);
  if (!minimised.shown) return minimised;
  minimised.repro =
      is_dangerous(minimised.result)
          ? unlived_repro(plan, minimised.result)
          : recorded(plan, guest, violated_at(minimised.result, failure.signature), minimised.last_events);
  minimised.repro.scenario_file = failure.scenario_file;
  minimised.repro.about = failure.signature.about;
  minimised.repro.limits = settings.limits;
  if (is_dangerous(minimised.result)) {
    minimised.repro.outcome->decisions = decisions_until_the_end(plan, guest, settings.limits);
  }
  minimised.repro.minimised_from = failure.size;
  return minimised;
}

DaySize size_of(const Plan& plan, const SeedResult& result, const Guest& guest) {
  if (is_dangerous(result)) return {plan.faults.size(), plan.operations.size(), 0};
  return record_repro(plan, guest).outcome->size;
}

}  // namespace groundhog::harness
