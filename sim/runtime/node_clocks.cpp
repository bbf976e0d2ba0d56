#include "sim/runtime/node_clocks.hpp"

#include <algorithm>

#include "sim/core/assert.hpp"
#include "sim/plan/limits.hpp"
#include "sut/runtime/saturating.hpp"

namespace groundhog {
namespace {

// The farthest wall clock, at the end of the longest run at the fastest rate, and a deadline beyond that.
constexpr Duration longest_run = 3 * longest_duration;
static_assert((WallTime::max() - NodeClocks::epoch) - farthest_wall - 2 * longest_run > longest_ttl);
static_assert(fastest_drift_ppm == 1'000'000, "twice the rate");

using seam::saturating_add;
using seam::WideInteger;

constexpr WideInteger million = 1'000'000;

Duration stretch(Duration real, std::int64_t ppm) {
  return Duration(seam::saturate(real.count() * (million + ppm) / million));
}

// The least real duration whose stretched length is `shown` or more.
Duration shrink(Duration shown, std::int64_t ppm) {
  const WideInteger rate = million + ppm;
  return Duration(seam::saturate((shown.count() * million + rate - 1) / rate));
}

}  // namespace

NodeClocks::NodeClocks(const ClockSpec& spec) : drift_ppm_(spec.drift_ppm), wall_offset_(spec.offset) {
  GROUNDHOG_ASSERT(drift_ppm_ > -million);
}

MonotonicTime NodeClocks::monotonic(VirtualTime at) const {
  return saturating_add(at_base_, stretch(at - base_, drift_ppm_));
}

WallTime NodeClocks::wall(VirtualTime at) const {
  return saturating_add(saturating_add(epoch, wall_offset_), frozen_.value_or(monotonic(at)).time_since_epoch());
}

VirtualTime NodeClocks::when(MonotonicTime due, VirtualTime now) const {
  if (due <= at_base_) return now;
  return std::max(now, saturating_add(base_, shrink(due - at_base_, drift_ppm_)));
}

void NodeClocks::jump_wall(Duration by) { wall_offset_ = saturating_add(wall_offset_, by); }

void NodeClocks::freeze_wall(bool frozen, VirtualTime now) {
  if (frozen) {
    if (freezes_++ == 0) frozen_ = monotonic(now);
    return;
  }
  GROUNDHOG_ASSERT(freezes_ > 0);
  if (--freezes_ > 0) return;
  wall_offset_ = saturating_add(wall_offset_, *frozen_ - monotonic(now));
  frozen_.reset();
}

void NodeClocks::set_drift(std::int64_t ppm, VirtualTime now) {
  GROUNDHOG_ASSERT(ppm > -million);
  at_base_ = monotonic(now);
  base_ = now;
  drift_ppm_ = ppm;
}

}  // namespace groundhog
