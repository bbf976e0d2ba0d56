// When entries die. An expiry instant is a type of its own beside those of the seam; deadlines are whole milliseconds.
//
// Clients give them relative or absolute, in seconds or milliseconds, as any 64-bit number. Checked arithmetic: an
// overflow is an error, never a wrapped deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <tl/expected.hpp>

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

}  // namespace burrow
