#include "harness/runner/checked_run.hpp"

#include <utility>

#include "sim/faults/fault.hpp"

namespace groundhog::harness {
namespace {

std::vector<CheckName> checks(const Guest& guest) {
  std::vector<CheckName> names;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest))
    names.push_back({entry.name, entry.needs_settle});
  return names;
}

// In the order of EndReason.
constexpr SeedEnd seed_ends[] = {SeedEnd::completed, SeedEnd::never_ready, SeedEnd::event_limit};

SeedViolation reported(const checkers::Violation& violation, const checkers::RunInfo& info, VirtualTime origin) {
  return {std::string(violation.check),
          violation.at - origin,
          violation.message,
          violation.node ? std::string(info.name_of(*violation.node)) : std::string(),
          violation.key,
          violation.events};
}

// In the order in which they see an event; the last one may be nullptr.
std::vector<Observer*> all_of(Observer* checkers, Observer* messages, std::span<Observer* const> others,
                              Observer* notice) {
  std::vector<Observer*> all = {checkers, messages};
  all.insert(all.end(), others.begin(), others.end());
  if (notice != nullptr) all.push_back(notice);
  return all;
}

}  // namespace

Catalogue::Catalogue(const Guest& guest, std::vector<std::string> mutants)
    : mutants_(std::move(mutants)), loader_{guest, fault_table(), checks(guest), {mutants_.begin(), mutants_.end()}} {}

CheckedRun::CheckedRun(const Plan& plan, const Guest& guest, std::span<Observer* const> observers,
                       NetworkDirector* director, OnViolation on_violation)
    : plan_(plan),
      info_(checkers::RunInfo::of(plan, guest)),
      checkers_(plan.checks, info_),
      notice_(on_violation
                  ? std::optional<ViolationNotice>(std::in_place, checkers_.verdicts(), std::move(on_violation))
                  : std::nullopt),
      observers_(all_of(&checkers_, &messages_, observers, notice_ ? &*notice_ : nullptr)),
      simulation_(plan, guest, observers_, director) {}

SeedResult CheckedRun::result() const {
  RunResult run = simulation_.result();
  SeedResult result;
  result.seed = plan_.seed;
  result.end = seed_ends[static_cast<std::size_t>(run.end)];
  result.detail = std::move(run.detail);
  for (const checkers::Violation& violation : verdicts().first_of_each()) {
    result.violations.push_back(reported(violation, info_, run.origin));
  }
  result.violations_total = verdicts().total();
  for (const checkers::Abstention& each : verdicts().abstentions()) {
    result.gave_up.push_back({std::string(each.check), each.reason});
  }
  result.hash = run.hash;
  result.events = run.events;
  result.messages = messages_.count();
  result.simulated = run.simulated;
  result.coverage = std::move(run.coverage);
  checkers_.edges().report(result.coverage);
  result.states = std::move(run.states);
  for (std::size_t i = 0; i < plan_.faults.size(); ++i) result.faults[plan_.faults[i].id] = run.fault_effective[i];
  return result;
}

SeedResult checked_run(const Plan& plan, const Guest& guest, std::span<Observer* const> observers,
                       NetworkDirector* director, const OnViolation& on_violation) {
  CheckedRun run(plan, guest, observers, director, on_violation);
  while (run.step()) {
  }
  return run.result();
}

}  // namespace groundhog::harness
