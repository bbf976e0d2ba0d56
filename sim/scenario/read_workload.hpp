// `workload` of a scenario, and of a profile.
#pragma once

#include "sim/guest/guest.hpp"
#include "sim/scenario/decode.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

// Into `body`, whose cluster has been read. What is not written stays as it is; of a key that is, nothing does.
void read_workload(const Section& in, const Guest& guest, ScenarioBody& body);

}  // namespace groundhog
