#include "sim/cluster/fault_schedule.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <system_error>

#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

// Whether the field has the value that is written there, as the timeline shows it.
bool shows(const seam::Field& field, std::string_view written) {
  switch (field.kind) {
    case seam::Field::Kind::text:
      return field.text == written;
    case seam::Field::Kind::number:
      return std::to_string(field.number) == written;
    case seam::Field::Kind::id: {
      std::uint64_t id = 0;
      const auto [end, problem] = std::from_chars(written.data(), written.data() + written.size(), id, 16);
      return problem == std::errc{} && end == written.data() + written.size() && id == field.id;
    }
    case seam::Field::Kind::none:
      return written == "none";
  }
  return false;
}

bool has_fields(const seam::Announcement& announcement, const std::map<std::string, std::string>& where) {
  return std::ranges::all_of(where, [&](const auto& wanted) {
    return std::ranges::any_of(announcement.fields, [&](const seam::Field& field) {
      return field.name == wanted.first && shows(field, wanted.second);
    });
  });
}

}  // namespace

FaultSchedule::FaultSchedule(Engine& engine, World& world, const Plan& plan, RandomKey key, Observer& events)
    : engine_(engine), world_(world), events_(events), key_(key) {
  faults_.reserve(plan.faults.size());
  for (const PlannedFault& planned : plan.faults) {
    const FaultEntry* entry = find_fault(planned.verb);
    SEAM_ASSERT(entry != nullptr);
    const auto index = static_cast<std::uint32_t>(faults_.size());
    Scheduled& scheduled = faults_.emplace_back(planned, *entry, entry->make(world, planned, index));
    if (!planned.when) continue;
    if (planned.when->node) scheduled.trigger_node = world.host(*planned.when->node);
    scheduled.starts_left = planned.when->times;
  }
}

void FaultSchedule::begin() {
  for (std::uint32_t index = 0; index < faults_.size(); ++index) {
    if (faults_[index].plan.when) {
      await_announcement(index);
    } else {
      schedule_start(index, faults_[index].plan.at);
    }
  }
}

void FaultSchedule::await_announcement(std::uint32_t index) {
  faults_[index].triggers_left = std::max<std::uint64_t>(faults_[index].plan.when->count, 1);
  waiting_for_announcement_.push_back(index);
}

void FaultSchedule::on_announcement(const seam::Announcement& announcement, HostId node) {
  std::erase_if(waiting_for_announcement_, [&](std::uint32_t index) {
    Scheduled& fault = faults_[index];
    if (fault.plan.when->event != announcement.event) return false;
    if (fault.trigger_node && *fault.trigger_node != node) return false;
    if (!has_fields(announcement, fault.plan.when->where)) return false;
    if (--fault.triggers_left > 0) return false;
    schedule_start(index, fault.plan.when->after);
    return true;
  });
}

void FaultSchedule::stop_all() {
  over_ = true;
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
  if (fault.state == State::over) return start_again_later(index);
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
  start_again_later(index);
}

void FaultSchedule::start_again_later(std::uint32_t index) {
  Scheduled& fault = faults_[index];
  if (over_ || --fault.starts_left == 0) return;
  fault.fault = fault.entry.make(world_, fault.plan, index);
  await_announcement(index);
}

}  // namespace groundhog
