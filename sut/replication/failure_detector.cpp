#include "sut/replication/failure_detector.hpp"

#include <utility>

namespace burrow {

void FailureDetector::restart(seam::MonotonicTime now) {
  window_end_ = now + options_.window;
  misses_ = 0;
  heard_ = false;
}

FailureDetector::Verdict FailureDetector::tick(seam::MonotonicTime now) {
  const bool late = now > window_end_ + options_.window;
  // From now on, not from the planned end: a window is never shorter than W, however late the tick came.
  window_end_ = now + options_.window;
  const bool heard = std::exchange(heard_, false);
  if (heard) {
    misses_ = 0;
    return Verdict::alive;
  }
  if (late) return Verdict::paused;
  ++misses_;
  return misses_ >= options_.misses ? Verdict::down : Verdict::missed;
}

}  // namespace burrow
