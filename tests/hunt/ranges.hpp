// How far generated scenarios go: within sim/plan/limits.hpp.
#pragma once

#include <chrono>
#include <cstdint>

#include "sim/plan/limits.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::hunt {

using namespace std::chrono_literals;
using seam::Duration;

// ---- clocks: wall clocks stay between the years 1900 and 2200 -------------------------------------------------------

constexpr Duration year = 8766h;
constexpr Duration most_offset_back = 100 * year;  // true time begins in 2026
constexpr Duration most_offset_ahead = 140 * year;
constexpr Duration most_far_jump = 2 * year;  // of a fault that happens once: there are most_faults at most
constexpr Duration most_jump = 100ms;         // of one that is repeated

constexpr std::int64_t least_drift_ppm = slowest_drift_ppm;
constexpr std::int64_t most_drift_ppm = fastest_drift_ppm;

// ---- size -----------------------------------------------------------------------------------------------------------

constexpr std::uint64_t most_nodes = 7;
constexpr std::uint64_t most_clients = 6;
constexpr std::uint64_t most_faults = 8;
constexpr std::uint64_t most_fixed_operations = 12;

constexpr Duration least_chaos = 1s;
constexpr Duration most_chaos = 10s;
constexpr Duration longest_chaos = 60s;  // of a few

constexpr double least_rate = 5;  // operations per second
constexpr double most_rate = 800;

// ---- network --------------------------------------------------------------------------------------------------------

constexpr Duration most_delay = 150ms;
constexpr int most_loss_percent = 30;

// ---- keys and values ------------------------------------------------------------------------------------------------

constexpr Duration least_ttl = 1ms;
constexpr Duration most_ttl = 2min;
constexpr std::uint64_t most_value_bytes = 65'536;
constexpr double longest_value_bytes = 81'920;              // of a profile
constexpr double most_bytes_of_all_values = 1'073'741'824;  // that `lint` takes of one scenario

}  // namespace groundhog::hunt
