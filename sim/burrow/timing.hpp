// What Burrow's knobs and clocks promise, from a plan: what checkers and the rules of settle judge by.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sut/server/options.hpp"

namespace groundhog {

// How long after the start of settle the nodes of a tree may take to agree: the bound of P6 and P18, and the least
// settle that `lint` accepts.
//
// A tree converges level by level, from its primary down. What a node needs once its upstream has settled:
//
//   detection        (misses + 1) × W: its connection may be dead without a sign
//   backoff          the largest wait before it connects again
//   hold             empty-primary-hold
//   synchronisation  round trips, and the largest state that the operations can make, a window of it per round trip
//   janitor          one period
//
// All but the synchronisation runs on the node's own clock, which may be slow. The bound is that of the slowest path
// to a primary in any tree that the plan's roles can reach: written as topology, or made by commands.
Duration convergence_bound(const Plan& plan);

Pace settle_pace(const Plan& plan);

// Those of a node with these knobs, which `lint` has checked.
burrow::NodeOptions options_with(const std::map<std::string, std::string>& config);

// Of each node, in the order of the plan.
std::vector<burrow::NodeOptions> node_options(const Plan& plan);

// Of both clocks of a node during settle, in nanoseconds per millisecond of true time: from its drift and the faults
// that last.
struct ClockRates {
  std::int64_t slowest = 0;
  std::int64_t fastest = 0;
};
ClockRates clock_rates(const Plan& plan, const NodeSpec& node);

// Ticks of its timers, lengths after which it gives up or tries again, sizes of buffers and frames.
Boundaries burrow_boundaries(const Plan& plan);

GuestTiming burrow_timing(const Plan& plan);

// Burrow's knobs in scenarios: defaults that differ from production's, and settings that no check could judge.

// A run in the simulator lasts seconds, not months.

// Production gives an operator a minute to notice an empty primary.
inline constexpr std::string_view scenario_empty_primary_hold = "2s";

inline burrow::NodeOptions scenario_defaults() {
  burrow::NodeOptions options;
  options.replication.empty_primary_hold = std::chrono::seconds(2);
  return options;
}

inline std::string_view scenario_fallback(const burrow::OptionSpec& option) {
  return option.name == "empty-primary-hold" ? scenario_empty_primary_hold : option.fallback;
}

// Knobs with which a cluster never converges, whatever Burrow does: a check would blame Burrow for its configuration.
//
//   max-clients              has room for each client, for each replica that the node may have during settle, and for
//                            the operator if he gives commands
//   heartbeat-misses × W     is longer than a round trip to each node with which the node may be linked during settle:
//                            else the first sign of life comes too late

std::vector<KnobProblem> knob_problems(const Plan& plan);

}  // namespace groundhog
