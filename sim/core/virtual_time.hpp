// True time of a simulated world, in integer nanoseconds. Only the harness sees it: nodes see clocks that drift and
// jump.
#pragma once

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

struct VirtualClockTag;

// Since the start of the simulation. Scenario times count from the end of warmup (Phase::chaos): see sim/events.
using VirtualTime = std::chrono::time_point<VirtualClockTag, Duration>;

// What a wall clock without offset shows at virtual time 0: 2026-01-01T00:00:00Z.
inline constexpr seam::WallTime wall_at_zero{std::chrono::seconds(1'767'225'600)};

}  // namespace groundhog
