// When entries die. An expiry instant is a type of its own beside those of the seam; deadlines are whole milliseconds.
//
// Clients give them relative or absolute, in seconds or milliseconds, as any 64-bit number. Checked arithmetic: an
// overflow is an error, never a wrapped deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <tl/expected.hpp>

#include "sut/runtime/runtime.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

// A tag only: an instant comes from an expiry clock, never from a global one.
struct ExpiryClockTag;

// The expiry clock E of one process (expiry_clock.hpp), floored to milliseconds since the Unix epoch.
using ExpiryTime = std::chrono::time_point<ExpiryClockTag, seam::Milliseconds>;

// When an entry dies: it is alive iff now < deadline. nullopt means "no TTL", which is a tag of its own and never a 0.
using Deadline = std::optional<ExpiryTime>;

constexpr bool is_alive(const Deadline& deadline, ExpiryTime now) { return !deadline || now < *deadline; }

enum class TtlError : std::uint8_t { overflow };

enum class TtlUnit : std::uint8_t { seconds, milliseconds };

// `amount` after `now`. Zero and negative amounts are legal, and lie in the past.
tl::expected<ExpiryTime, TtlError> deadline_after(ExpiryTime now, std::int64_t amount, TtlUnit unit);

// `amount` since the Unix epoch.
tl::expected<ExpiryTime, TtlError> deadline_at(std::int64_t amount, TtlUnit unit);

// From `now` to `deadline`. The longest that fits where a clock before 1970 sees a deadline at the end of 64 bits.
seam::Milliseconds remaining(ExpiryTime deadline, ExpiryTime now);

// The expiry clock E: by which every deadline of a process is computed and judged.
//
// At each reading E = max(wall, E_prev + (elapsed monotonic time) / 2), in nanoseconds; it starts at the wall. So it
// follows the wall forward, never runs backwards, and never stands still: when the wall jumps back or freezes, E goes
// on at half speed until the wall has caught up. At the end of 64 bits of nanoseconds, in the year 2262, it stays.

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
