#include "sim/cluster/edge_counter.hpp"

#include <algorithm>

namespace groundhog {
namespace {

bool is_near(std::uint64_t size, std::uint64_t limit) { return size + 1 >= limit && size <= limit + 1; }

bool has_value_at(const PlannedOperation& operation, const std::vector<std::uint64_t>& sizes) {
  return std::ranges::any_of(operation.arguments, [&](const std::string& argument) {
    return std::ranges::any_of(sizes, [&](std::uint64_t limit) { return is_near(argument.size(), limit); });
  });
}

}  // namespace

EdgeCounter::EdgeCounter(const Plan& plan, const Boundaries& boundaries)
    : lengths_(boundaries.lengths), started_(plan.faults.size()) {
  is_at_size_.reserve(plan.operations.size());
  for (const PlannedOperation& operation : plan.operations) {
    is_at_size_.push_back(has_value_at(operation, boundaries.sizes));
  }
}

void EdgeCounter::on(const TimerFired& event) {
  last_timer_ = event.at;
  if (changes_.empty()) return;
  for (const VirtualTime change : changes_) {
    if (event.at - change <= near_timer) counts_.add(Edge::timer);
  }
  changes_.clear();
}

void EdgeCounter::on(const FaultStarted& event) {
  started_[event.fault] = event.at;
  note_change(event.at);
}

void EdgeCounter::on(const FaultStopped& event) {
  note_change(event.at);
  const std::optional<VirtualTime>& from = started_[event.fault];
  if (!from) return;
  constexpr Duration millisecond = std::chrono::milliseconds(1);
  const Duration lasted = event.at - *from;
  const bool is_bound = std::ranges::any_of(
      lengths_, [&](Duration bound) { return lasted >= bound - millisecond && lasted <= bound + millisecond; });
  if (is_bound) counts_.add(Edge::length);
}

// Near a timer that fired, or one that is to fire soon.
void EdgeCounter::note_change(VirtualTime at) {
  if (last_timer_ && at - *last_timer_ <= near_timer) return counts_.add(Edge::timer);
  changes_.push_back(at);
}

void EdgeCounter::on(const OperationCompleted& event) {
  if (event.outcome == Outcome::ok && is_at_size_[static_cast<std::size_t>(event.operation)]) counts_.add(Edge::size);
}

}  // namespace groundhog
