// Deadlines from what clients give: relative or absolute, in seconds or milliseconds, any 64-bit number. Checked
// arithmetic: an overflow is an error, never a wrapped deadline.
#pragma once

#include <chrono>
#include <cstdint>

#include <tl/expected.hpp>

#include "sut/cache/deadline.hpp"

namespace burrow {

enum class TtlError : std::uint8_t { overflow };

enum class TtlUnit : std::uint8_t { seconds, milliseconds };

// `amount` after `now`. Zero and negative amounts are legal, and lie in the past.
tl::expected<ExpiryTime, TtlError> deadline_after(ExpiryTime now, std::int64_t amount, TtlUnit unit);

// `amount` since the Unix epoch.
tl::expected<ExpiryTime, TtlError> deadline_at(std::int64_t amount, TtlUnit unit);

// From `now` to `deadline`. The longest that fits where a clock before 1970 sees a deadline at the end of 64 bits.
seam::Milliseconds remaining(ExpiryTime deadline, ExpiryTime now);

}  // namespace burrow
