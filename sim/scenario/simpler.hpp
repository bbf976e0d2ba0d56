// Simpler values of a scalar: fewer significant digits first, then smaller.
#pragma once

#include <cstdint>
#include <vector>

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// Values worth trying instead of this one, the simplest first: 0, the series 1, 2, 5, 10, 20 … below it, then the
// value with fewer digits, rounded down and up. Each is simpler, so that taking one, again and again, ends. The sign
// stays; a power of ten has only smaller ones.
std::vector<std::int64_t> simpler_numbers(std::int64_t value);

// The same in whole milliseconds; with a fraction of one, the whole ones around it come last.
std::vector<Duration> simpler_durations(Duration value);

}  // namespace groundhog
