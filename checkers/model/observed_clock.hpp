// The expiry clock E of one process, recomputed from the readings that the seam handed to it.
//
// replication.md, "Clocks": at each reading E = max(wall, E_prev + Δmonotonic / 2); it starts at the wall at process
// start. It never runs backwards and never stands still.
#pragma once

#include <algorithm>
#include <chrono>

#include "sim/history/history.hpp"
#include "sut/runtime/saturating.hpp"

namespace groundhog::checkers {

// Half-open, in whole milliseconds. Said here again and not borrowed: what is checked must not define the check.
constexpr bool alive_at(ExpiryTime now, const Deadline& deadline) { return !deadline || now < *deadline; }

class ObservedClock {
 public:
  // A process started.
  void restart(ClockReading start) {
    e_ = start.wall.time_since_epoch();
    monotonic_ = start.monotonic;
  }

  // The process read its clocks.
  void read(ClockReading reading) {
    e_ = nanoseconds_at(reading);
    monotonic_ = reading.monotonic;
  }

  // What E would be if the process read its clocks now. In whole milliseconds, as every deadline is judged.
  ExpiryTime at(ClockReading reading) const { return floored(nanoseconds_at(reading)); }

  // E at the last reading.
  ExpiryTime last() const { return floored(e_); }

 private:
  static ExpiryTime floored(Duration e) { return ExpiryTime(std::chrono::floor<seam::Milliseconds>(e)); }

  Duration nanoseconds_at(ClockReading reading) const {
    const Duration alone = seam::saturating_add(e_, (reading.monotonic - monotonic_) / 2);
    return std::max<Duration>(reading.wall.time_since_epoch(), alone);
  }

  Duration e_{0};
  MonotonicTime monotonic_{};
};

}  // namespace groundhog::checkers
