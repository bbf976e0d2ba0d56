// A sentence for each element of a plan: what it did in a recorded run. "n1 appends it as entry 5, due at 1.110s"; "n2
// answers v1, 140ms past its deadline"; "drops a pong from n2 to n1 at 1.021s"; "n2 dies at 1.2s at entry 5 (n1 at 7)
// and starts again at 1.7s".
#pragma once

#include "harness/promote/readable_scenario.hpp"
#include "harness/promote/run_record.hpp"

namespace groundhog::harness {

// Of every element. The violation is left empty.
PlanNotes element_notes(const Plan& plan, const RunRecord& run);

}  // namespace groundhog::harness
