#include "harness/promote/failure_view.hpp"

#include <deque>

#include "harness/promote/run_record.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/core/spelling.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t events_shown = 40;
constexpr std::size_t elements_shown = 30;

}  // namespace

FailureView view_failure(const Plan& plan, const Guest& guest, const SeedResult& result, const std::string& about) {
  FailureView view;
  const SeedViolation* violation = violation_of(result, about);
  PlanNotes notes;
  if (ended_by_itself(result)) {
    TimelineFilter filter;
    if (violation != nullptr) {
      filter.to = violation->at;
      if (violation->at >= Duration{0}) filter.from = Duration{0};
      view.key = spelled(violation->key);
    }
    if (!view.key.empty()) {
      filter.keys = {view.key};
      filter.keyless = true;
    }
    std::deque<std::string> events;
    Timeline timeline(plan, filter, [&](std::string_view line) {
      events.emplace_back(line);
      if (events.size() <= events_shown) return;
      events.pop_front();
      ++view.left_out;
    });
    RunRecord record(plan);
    Observer* const observers[] = {&timeline, &record};
    checked_run(plan, guest, observers, nullptr, [&](const checkers::Violation& noticed) {
      timeline.note_violation(noticed.at, noticed.node, noticed.key, noticed.check, noticed.message);
      if (noticed.check == about) timeline.end();
    });
    view.events.assign(events.begin(), events.end());
    notes = element_notes(plan, record);
  }
  notes.violation = sentence_of(result, about);
  if (plan.operations.size() + plan.faults.size() <= elements_shown) view.scenario = readable_plan(plan, notes);
  return view;
}

}  // namespace groundhog::harness
