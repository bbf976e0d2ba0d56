// What Burrow's knobs promise, computed from a plan: what checkers and the settle rule judge by.
#pragma once

#include <cstdint>
#include <limits>

#include "sim/plan/plan.hpp"

namespace groundhog {

// The longest over all nodes of the plan, the smallest buffer.
struct BurrowTiming {
  Duration heartbeat_window{0};  // W = max(heartbeat-interval, heartbeat-timeout)
  std::uint32_t heartbeat_misses = 0;
  Duration janitor_interval{0};
  Duration empty_primary_hold{0};
  Duration reconnect_backoff_max{0};
  std::uint64_t sync_buffer_bytes = std::numeric_limits<std::uint64_t>::max();
};

BurrowTiming burrow_timing(const Plan& plan);

// Of P6 and P18: how long after the start of settle all nodes may take to agree. Detection, largest backoff,
// empty-primary hold, full synchronisation at link rate and one janitor period, all times the depth of the tree.
Duration convergence_bound(const Plan& plan);

}  // namespace groundhog
