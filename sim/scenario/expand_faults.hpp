// Faults of a scenario as concrete windows on concrete nodes.
#pragma once

#include <vector>

#include "sim/core/random.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

// Draws are keyed by the fault's id and the ordinal of its window. A fault with several windows becomes id.1, id.2 …
std::vector<PlannedFault> expand_faults(const ScenarioBody& body, RandomKey key);

}  // namespace groundhog
