// Knobs with which a cluster never converges, whatever Burrow does: a check would blame Burrow for its configuration.
//
//   max-clients              has room for each client, for each replica that the node may have during settle, and for
//                            the operator if he gives commands
//   heartbeat-misses × W     is longer than a round trip to each node with which the node may be linked during settle:
//                            else the first sign of life comes too late
#pragma once

#include <vector>

#include "sim/guest/timing.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

std::vector<KnobProblem> knob_problems(const Plan& plan);

}  // namespace groundhog
