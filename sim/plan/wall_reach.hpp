// How far from true time the wall clock of a node may come to stand: by its offset, and by jumps in any order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/plan/limits.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

class WallReach {
 public:
  explicit WallReach(Duration offset) : ahead_(offset), behind_(offset) {}

  void jump(Duration by, std::uint64_t times = 1) {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    const auto count = static_cast<std::int64_t>(std::min(times, most));
    Duration& end = by > Duration{0} ? ahead_ : behind_;
    end = seam::saturating_add(end, seam::saturating_mul(by, count));
  }

  bool is_within_limits() const { return ahead_ <= farthest_wall && behind_ >= -farthest_wall; }

 private:
  Duration ahead_;   // after all jumps forward
  Duration behind_;  // after all jumps back
};

}  // namespace groundhog
