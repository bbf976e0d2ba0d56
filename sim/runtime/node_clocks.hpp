// The two clocks of one machine, as functions of true time. Integer arithmetic only, which stays at the end of 64 bits
// where a plan goes beyond the limits of a scenario (sim/plan/limits.hpp).
//
//   monotonic = true time x (1 + drift_ppm / 10^6); changing the drift never steps it
//   wall      = 2026-01-01T00:00:00Z + offset + monotonic + jumps; frozen, it stands still and later goes on from there
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/virtual_time.hpp"
#include "sim/history/history.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

class NodeClocks {
 public:
  // What a wall clock without offset shows at virtual time 0.
  static constexpr WallTime epoch{std::chrono::seconds(1'767'225'600)};

  // spec.drift_ppm must be above -10^6.
  explicit NodeClocks(const ClockSpec& spec);

  MonotonicTime monotonic(VirtualTime at) const;
  WallTime wall(VirtualTime at) const;
  ClockReading read(VirtualTime at) const { return {wall(at), monotonic(at)}; }

  // The earliest true time at which the monotonic clock shows `due` or more; not before `now`.
  VirtualTime when(MonotonicTime due, VirtualTime now) const;

  void jump_wall(Duration by);
  // As often as it was frozen it must be thawed.
  void freeze_wall(bool frozen, VirtualTime now);
  std::int64_t drift_ppm() const { return drift_ppm_; }
  void set_drift(std::int64_t ppm, VirtualTime now);

 private:
  VirtualTime base_{};  // the drift has been constant since
  MonotonicTime at_base_{};
  std::int64_t drift_ppm_;
  Duration wall_offset_;                 // of the wall clock from epoch + monotonic
  std::optional<MonotonicTime> frozen_;  // since when
  std::uint32_t freezes_ = 0;
};

}  // namespace groundhog
