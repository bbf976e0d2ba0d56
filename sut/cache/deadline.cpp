#include "sut/cache/deadline.hpp"

#include <algorithm>

#include "sut/runtime/time.hpp"

namespace burrow {

namespace {

constexpr std::int64_t factor(TtlUnit unit) { return unit == TtlUnit::seconds ? 1000 : 1; }

}  // namespace

tl::expected<ExpiryTime, TtlError> deadline_after(ExpiryTime now, std::int64_t amount, TtlUnit unit) {
  std::int64_t milliseconds = 0;
  if (__builtin_mul_overflow(amount, factor(unit), &milliseconds)) return tl::unexpected(TtlError::overflow);
  std::int64_t deadline = 0;
  if (__builtin_add_overflow(now.time_since_epoch().count(), milliseconds, &deadline)) {
    return tl::unexpected(TtlError::overflow);
  }
  return ExpiryTime(seam::Milliseconds(deadline));
}

tl::expected<ExpiryTime, TtlError> deadline_at(std::int64_t amount, TtlUnit unit) {
  return deadline_after(ExpiryTime{}, amount, unit);
}

seam::Milliseconds remaining(ExpiryTime deadline, ExpiryTime now) { return seam::saturating_sub(deadline, now); }

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
