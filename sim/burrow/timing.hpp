// What Burrow's knobs promise, computed from a plan: what checkers and the settle rule judge by.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog {

// Of one node, in its own monotonic time.
struct BurrowTiming {
  Duration heartbeat_window{0};  // W = max(heartbeat-interval, heartbeat-timeout)
  std::uint32_t heartbeat_misses = 0;
  Duration janitor_interval{0};
  std::uint64_t janitor_batch = 0;
  Duration empty_primary_hold{0};
  Duration reconnect_backoff_max{0};
  std::uint64_t sync_buffer_bytes = 0;
  std::uint64_t max_clients = 0;
};

// By node, in the order of the plan.
std::vector<BurrowTiming> burrow_timing(const Plan& plan);

// Of both clocks of a node during settle, in nanoseconds per millisecond of true time: from its drift and the faults
// that last.
struct ClockRates {
  std::int64_t slowest = 0;
  std::int64_t fastest = 0;
};
ClockRates clock_rates(const Plan& plan, const NodeSpec& node);

}  // namespace groundhog
