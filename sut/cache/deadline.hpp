// When entries die. An expiry instant is a type of its own beside those of the seam; deadlines are whole milliseconds.
#pragma once

#include <chrono>
#include <optional>

#include "sut/runtime/time.hpp"

namespace burrow {

// A tag only: an instant comes from an expiry clock, never from a global one.
struct ExpiryClockTag;

// The expiry clock E of one process (expiry_clock.hpp), floored to milliseconds since the Unix epoch.
using ExpiryTime = std::chrono::time_point<ExpiryClockTag, seam::Milliseconds>;

// When an entry dies: it is alive iff now < deadline. nullopt means "no TTL", which is a tag of its own and never a 0.
using Deadline = std::optional<ExpiryTime>;

constexpr bool is_alive(const Deadline& deadline, ExpiryTime now) { return !deadline || now < *deadline; }

}  // namespace burrow
