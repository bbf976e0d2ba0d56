// A day that stands still: what every node holds at one instant, for people.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "harness/replay/day_book.hpp"
#include "sim/cluster/node_state.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Nodes in the order of the plan, keys by name, histories in the order of their beginnings, connections by their ids.
// `event` is the number of the last event up to `at`, scenario time.
std::string state_text(Duration at, std::uint64_t event, std::span<const NodeState> nodes, const DayBook& book,
                       const Plan& plan);

}  // namespace groundhog::harness
