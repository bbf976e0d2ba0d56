// Other ways to write a plan that people read more easily or that rest less on drawn values: proposals only. Whether
// one still shows the failure is for a run to say (promotion.hpp).
#pragma once

#include <cstddef>
#include <vector>

#include "harness/promote/run_record.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Ids that the scenario language made up when it expanded a plan ("partition-1.2") give way to those that it would make
// up now, which need not be written. Ids that a person chose stay.
Plan with_plain_ids(Plan plan);

// For a fault on messages: which frames it takes, in words instead of a window in time. The most readable first; none
// for other faults.
std::vector<Plan> with_selectors(const Plan& plan, std::size_t fault, const RunRecord& record);

}  // namespace groundhog::harness
