// When a key dies, as events say it: whole milliseconds on an expiry clock, since the Unix epoch.
#pragma once

#include <chrono>
#include <optional>

#include "sut/runtime/time.hpp"

namespace groundhog {

struct ExpiryClockTag;
using ExpiryTime = std::chrono::time_point<ExpiryClockTag, seam::Milliseconds>;

// nullopt means "no TTL", which is never a 0.
using Deadline = std::optional<ExpiryTime>;

}  // namespace groundhog
