#include "harness/shrink/plan/reductions/timeline.hpp"

#include <algorithm>

namespace groundhog::harness {

void move_up(Plan& plan, Duration from, Duration by, Duration not_before) {
  const auto move = [&](Duration& at) {
    if (at >= from) at = std::max(at - by, not_before);
  };
  for (PlannedOperation& operation : plan.operations) move(operation.at);
  for (PlannedFault& fault : plan.faults) {
    if (!fault.when) move(fault.at);
  }
  plan.chaos = std::max(plan.chaos - by, not_before + std::chrono::milliseconds(1));
}

}  // namespace groundhog::harness
