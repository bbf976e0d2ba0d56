// What Burrow's knobs and clocks promise, from a plan: what checkers and the rules of settle judge by.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/guest/timing.hpp"
#include "sim/plan/plan.hpp"
#include "sut/server/options.hpp"

namespace groundhog {

// Of each node, in the order of the plan.
std::vector<burrow::NodeOptions> node_options(const Plan& plan);

// Of both clocks of a node during settle, in nanoseconds per millisecond of true time: from its drift and the faults
// that last.
struct ClockRates {
  std::int64_t slowest = 0;
  std::int64_t fastest = 0;
};
ClockRates clock_rates(const Plan& plan, const NodeSpec& node);

GuestTiming burrow_timing(const Plan& plan);

}  // namespace groundhog
