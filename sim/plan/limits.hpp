// How far a plan may go. Within these limits no sum of clocks, deadlines and durations leaves 64 bits of nanoseconds,
// which end in the year 2262. The loader refuses what is beyond them.
//
// Times are one, two or five times a power of ten of milliseconds: a rounder value of one that is within, which is what
// the shrinker tries, is within, too.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// Each with how messages and the reference say it.

// A phase, a window, a delay, a knob. More than the 50 days after which 32 bits of milliseconds are over; 900 of them
// still fit into 64 bits of nanoseconds.
inline constexpr Duration longest_duration = std::chrono::seconds(10'000'000);
inline constexpr std::string_view longest_duration_text = "at most 10000000s (115 days)";

// A TTL that is drawn. On top of the farthest wall clock its deadline still is an instant in nanoseconds.
inline constexpr Duration longest_ttl = std::chrono::seconds(2'000'000'000);
inline constexpr std::string_view longest_ttl_text = "at most 2000000000s (63 years)";

// The wall clock of a node from true time, by its offset and all its jumps together: from 1867 to 2184.
inline constexpr Duration farthest_wall = std::chrono::seconds(5'000'000'000);
inline constexpr std::string_view farthest_wall_text = "within 5000000000s (158 years) of true time";

// Of a scenario, in bytes. Folders and files are named by it, with the name of a property before it and the end of a
// file's name behind it; 255 is as long as such a name may be.
inline constexpr std::size_t longest_name = 200;
inline constexpr std::string_view longest_name_text = "at most 200 bytes";

// Half the rate of true time, and twice. A clock beyond that is no clock that drifts; everything that waits by it takes
// for ever, or floods the run with its timers.
inline constexpr std::int64_t slowest_drift_ppm = -500'000;
inline constexpr std::int64_t fastest_drift_ppm = 1'000'000;
inline constexpr std::string_view drift_text = "from -500000 (half the rate) to 1000000 (twice the rate)";

// What a callback of a slow process takes on average: with its readings of the clock it may be four times as long, and
// a node that is to converge in settle must not be busy through it.
inline constexpr Duration longest_callback_work = std::chrono::milliseconds(100);

// TCP can announce no larger window (RFC 7323).
inline constexpr std::uint64_t largest_socket_buffer = std::uint64_t{1} << 30;
inline constexpr std::string_view socket_buffer_text = "from 1B to 1GiB";

// How many operations a client has under way.
inline constexpr std::uint64_t deepest_pipeline = 1000;
inline constexpr std::string_view pipeline_text = "at most 1000 operations";

// How far from true time the wall clock of a node may come to stand: by its offset, and by jumps in any order.
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
