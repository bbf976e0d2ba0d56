// What checks and `lint` must know of a guest's knobs, from a plan.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// What one node's configuration promises. Durations are in its own monotonic time.
struct NodeKnobs {
  Duration heartbeat_window{0};  // W of replication.md, rule 7
  std::uint32_t heartbeat_misses = 0;
  Duration janitor_interval{0};         // 0: no janitor
  std::uint64_t janitor_batch = 1;      // keys that it removes at once at most
  std::uint64_t sync_buffer_bytes = 0;  // log that it keeps for a replica that loads: replication.md, rule 5
};

// What a connection carries during settle: a window of bytes for each round trip.
struct Pace {
  Duration round_trip{0};  // the longest
  std::uint64_t window_bytes = std::numeric_limits<std::uint64_t>::max();
};

struct GuestTiming {
  std::vector<NodeKnobs> knobs;   // by node
  Duration convergence_bound{0};  // of P6, P18 after the start of settle, and the least settle that `lint` accepts
  Pace settle_pace;
};

// Knobs with which a cluster never converges, whatever the guest does.
struct KnobProblem {
  std::string node;
  std::vector<std::string_view> knobs;  // those that together are wrong, of static lifetime
  std::string text;
};

}  // namespace groundhog
