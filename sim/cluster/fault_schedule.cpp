#include "sim/cluster/fault_schedule.hpp"

#include <algorithm>

#include "sut/runtime/assert.hpp"

namespace groundhog {

FaultSchedule::FaultSchedule(Engine& engine, World& world, const Plan& plan, RandomKey key, Observer& events)
    : engine_(engine), events_(events), key_(key) {
  faults_.reserve(plan.faults.size());
  for (const PlannedFault& planned : plan.faults) {
    const FaultEntry* entry = find_fault(planned.verb);
    SEAM_ASSERT(entry != nullptr);
    const auto index = static_cast<std::uint32_t>(faults_.size());
    Scheduled& scheduled = faults_.emplace_back(planned, *entry, entry->make(world, planned, index));
    if (!planned.when) continue;
    if (planned.when->node) scheduled.trigger_node = world.host(*planned.when->node);
    scheduled.triggers_left = std::max<std::uint64_t>(planned.when->count, 1);
  }
}

void FaultSchedule::begin() {
  for (std::uint32_t index = 0; index < faults_.size(); ++index) {
    if (faults_[index].plan.when) {
      waiting_for_announcement_.push_back(index);
    } else {
      schedule_start(index, faults_[index].plan.at);
    }
  }
}

void FaultSchedule::on_announcement(std::string_view event, HostId node) {
  std::erase_if(waiting_for_announcement_, [&](std::uint32_t index) {
    Scheduled& fault = faults_[index];
    if (fault.plan.when->event != event) return false;
    if (fault.trigger_node && *fault.trigger_node != node) return false;
    if (--fault.triggers_left > 0) return false;
    schedule_start(index, Duration{0});
    return true;
  });
}

void FaultSchedule::stop_all() {
  waiting_for_announcement_.clear();
  for (Scheduled& fault : faults_) {
    if (fault.state == State::due) engine_.cancel(fault.timer);
  }
  while (!active_.empty()) stop(active_.back());
}

// Ties of a fault are keyed by its id: adding a fault leaves the order of the others alone.
std::uint64_t FaultSchedule::tie_of(const Scheduled& fault, std::uint64_t ordinal) const {
  return key_.sub(fault.plan.id).draw(ordinal);
}

void FaultSchedule::schedule_start(std::uint32_t index, Duration after) {
  Scheduled& fault = faults_[index];
  fault.state = State::due;
  fault.timer = engine_.schedule(engine_.now() + after, tie_of(fault, 0), [this, index] { start(index); });
}

void FaultSchedule::start(std::uint32_t index) {
  Scheduled& fault = faults_[index];
  events_.on(FaultStarted{engine_.now(), index});
  fault.state = State::over;
  if (fault.entry.shape == FaultEntry::Shape::window) {
    fault.state = State::active;
    active_.push_back(index);
  }
  fault.fault->start();
  if (fault.state == State::over) return;
  const Duration* const own = duration_of(fault.entry, KeySpec::Kind::length, fault.plan.parameters);
  const Duration* const lasts = fault.plan.lasts ? &*fault.plan.lasts : own;
  if (lasts == nullptr) return;
  fault.timer = engine_.schedule(engine_.now() + *lasts, tie_of(fault, 1), [this, index] { stop(index); });
}

void FaultSchedule::stop(std::uint32_t index) {
  Scheduled& fault = faults_[index];
  engine_.cancel(fault.timer);
  fault.state = State::over;
  std::erase(active_, index);
  fault.fault->stop();
  events_.on(FaultStopped{engine_.now(), index});
}

}  // namespace groundhog
