// Makes a plan whole again after an edit: what the loader would refuse goes or is clipped.
#pragma once

#include "harness/shrink/plan/search.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Operations come in the order of `at` and name nodes that exist; what would begin past the end of chaos is gone, what
// would end there ends with chaos; faults name hosts that exist; settle is as long as the checks ask for. A plan that
// the loader accepts is left as it is.
void tidy(Plan& plan, const ShrinkRules& rules);

// What cannot be clipped: offsets and jumps that a rounder value has taken too far (sim/plan/limits.hpp).
bool wall_clocks_stay_in_reach(const Plan& plan);

}  // namespace groundhog::harness
