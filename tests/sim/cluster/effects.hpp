// What the tests of faults in a running cluster share: a plan with writes, and times of what happened.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {

using Times = std::vector<Duration>;

// A write every 100 ms from 50 ms on, answered by n1.
inline Plan with_writes() {
  Plan plan = three_nodes();
  for (int i = 0; i < 19; ++i) {
    plan.operations.push_back(operation(50ms + i * 100ms, 0, "n1", {"SET", "k" + std::to_string(i), "v"}));
  }
  return plan;
}

inline Times within(const Times& times, Duration from, Duration to) {
  Times found;
  std::ranges::copy_if(times, std::back_inserter(found), [&](Duration at) { return at >= from && at < to; });
  return found;
}

}  // namespace groundhog::test
