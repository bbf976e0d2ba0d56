// Strong time types of the seam, and arithmetic that stops at the ends of a type instead of wrapping.
//
// A wall instant and a monotonic instant are different types: they cannot be compared, subtracted or assigned to one
// another by accident. All instants and durations are integer nanoseconds.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <utility>

namespace seam {

using Duration = std::chrono::nanoseconds;
using Milliseconds = std::chrono::milliseconds;

// Tags only: an instant comes from the seam, never from a global clock, so they have no now().
struct WallClockTag;
struct MonotonicClockTag;

// What the host believes the date to be, since the Unix epoch. It can jump, drift and freeze.
using WallTime = std::chrono::time_point<WallClockTag, Duration>;

// Drives timers, heartbeats and backoff. Since an arbitrary origin; never steps, only drifts.
using MonotonicTime = std::chrono::time_point<MonotonicClockTag, Duration>;

// For sums of clocks, deadlines and limits that clients and operators choose.

template <std::integral T>
constexpr T saturating_add(T left, T right) {
  T sum{};
  if (!__builtin_add_overflow(left, right, &sum)) return sum;
  return std::cmp_less(right, 0) ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
}

template <std::integral T>
constexpr T saturating_sub(T left, T right) {
  T difference{};
  if (!__builtin_sub_overflow(left, right, &difference)) return difference;
  return std::cmp_less(left, right) ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
}

template <std::integral T>
constexpr T saturating_mul(T left, T right) {
  T product{};
  if (!__builtin_mul_overflow(left, right, &product)) return product;
  const bool negative = std::cmp_less(left, 0) != std::cmp_less(right, 0);
  return negative ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
}

// A wider number, cut to 64 bits.
__extension__ using WideInteger = __int128;
constexpr std::int64_t saturate(WideInteger value) {
  constexpr WideInteger least = std::numeric_limits<std::int64_t>::min();
  constexpr WideInteger most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(value < least ? least : value > most ? most : value);
}

// The same for times of one unit.
template <typename Rep, typename Period>
constexpr std::chrono::duration<Rep, Period> saturating_add(std::chrono::duration<Rep, Period> left,
                                                            std::chrono::duration<Rep, Period> right) {
  return std::chrono::duration<Rep, Period>(saturating_add(left.count(), right.count()));
}

template <typename Rep, typename Period>
constexpr std::chrono::duration<Rep, Period> saturating_mul(std::chrono::duration<Rep, Period> duration, Rep times) {
  return std::chrono::duration<Rep, Period>(saturating_mul(duration.count(), times));
}

template <typename Clock, typename Unit>
constexpr std::chrono::time_point<Clock, Unit> saturating_add(std::chrono::time_point<Clock, Unit> at, Unit by) {
  return std::chrono::time_point<Clock, Unit>(saturating_add(at.time_since_epoch(), by));
}

// How long from `from` to `to`.
template <typename Clock, typename Unit>
constexpr Unit saturating_sub(std::chrono::time_point<Clock, Unit> to, std::chrono::time_point<Clock, Unit> from) {
  return Unit(saturating_sub(to.time_since_epoch().count(), from.time_since_epoch().count()));
}

}  // namespace seam
