// The expiry clock E: by which every deadline of a process is computed and judged.
//
// At each reading E = max(wall, E_prev + (elapsed monotonic time) / 2), in nanoseconds; it starts at the wall. So it
// follows the wall forward, never runs backwards, and never stands still: when the wall jumps back or freezes, E goes
// on at half speed until the wall has caught up. At the end of 64 bits of nanoseconds, in the year 2262, it stays.
#pragma once

#include "sut/cache/deadline.hpp"
#include "sut/runtime/runtime.hpp"

namespace burrow {

// Not thread-safe, like the runtime that it reads. Each reading asks the runtime once for each clock.
class ExpiryClock {
 public:
  explicit ExpiryClock(seam::Runtime& runtime);

  // E, floored to milliseconds.
  ExpiryTime now();

 private:
  using Instant = std::chrono::time_point<ExpiryClockTag, seam::Duration>;

  seam::Runtime& runtime_;
  Instant expiry_;                 // at the last reading
  seam::MonotonicTime monotonic_;  // at the last reading
};

}  // namespace burrow
