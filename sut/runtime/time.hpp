// Strong time types of the seam. A wall instant, a monotonic instant and an expiry instant are three
// different types: they cannot be compared, subtracted or assigned to one another by accident.
//
// All instants and durations are integer nanoseconds; deadlines are whole milliseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace burrow {

using Duration = std::chrono::nanoseconds;
using Milliseconds = std::chrono::milliseconds;

// Tags only: an instant comes from the seam, never from a global clock, so they have no now().
struct WallClockTag;
struct MonotonicClockTag;
struct ExpiryClockTag;

// What the host believes the date to be, since the Unix epoch. It can jump, drift and freeze.
using WallTime = std::chrono::time_point<WallClockTag, Duration>;

// Drives timers, heartbeats and backoff. Since an arbitrary origin; never steps, only drifts.
using MonotonicTime = std::chrono::time_point<MonotonicClockTag, Duration>;

// The expiry clock E of one process (sut/cache/expiry_clock.hpp), floored to milliseconds since the Unix epoch.
using ExpiryTime = std::chrono::time_point<ExpiryClockTag, Milliseconds>;

// When an entry dies: it is alive iff now < deadline. nullopt means "no TTL", which is a tag of its own and never a 0.
using Deadline = std::optional<ExpiryTime>;

constexpr bool is_alive(const Deadline& deadline, ExpiryTime now) { return !deadline || now < *deadline; }

}  // namespace burrow
