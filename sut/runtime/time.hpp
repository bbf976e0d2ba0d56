// Strong time types of the seam. A wall instant and a monotonic instant are different types: they cannot be compared,
// subtracted or assigned to one another by accident. All instants and durations are integer nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>

namespace seam {

using Duration = std::chrono::nanoseconds;
using Milliseconds = std::chrono::milliseconds;

// Tags only: an instant comes from the seam, never from a global clock, so they have no now().
struct WallClockTag;
struct MonotonicClockTag;

// What the host believes the date to be, since the Unix epoch. It can jump, drift and freeze.
using WallTime = std::chrono::time_point<WallClockTag, Duration>;

// Drives timers, heartbeats and backoff. Since an arbitrary origin; never steps, only drifts.
using MonotonicTime = std::chrono::time_point<MonotonicClockTag, Duration>;

}  // namespace seam
