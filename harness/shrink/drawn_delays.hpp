// What the network drew for the frames of a day: the raw material for faults that stand in for its jitter.
#pragma once

#include <vector>

#include "harness/shrink/plan/search.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// First transmissions of frames of replication connections during chaos, in the order in which they were sent. Lives
// the plan in this process.
std::vector<DrawnDelay> drawn_delays(const Plan& plan, const Guest& guest);

}  // namespace groundhog::harness
