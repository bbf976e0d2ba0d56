#include "sut/cache/expiry_clock.hpp"

#include <algorithm>

#include "sut/runtime/saturating.hpp"

namespace burrow {

ExpiryClock::ExpiryClock(seam::Runtime& runtime)
    : runtime_(runtime), expiry_(runtime.wall_now().time_since_epoch()), monotonic_(runtime.monotonic_now()) {}

ExpiryTime ExpiryClock::now() {
  const Instant wall(runtime_.wall_now().time_since_epoch());
  const seam::MonotonicTime monotonic = runtime_.monotonic_now();
  expiry_ = std::max(wall, seam::saturating_add(expiry_, (monotonic - monotonic_) / 2));
  monotonic_ = monotonic;
  return std::chrono::floor<seam::Milliseconds>(expiry_);
}

}  // namespace burrow
