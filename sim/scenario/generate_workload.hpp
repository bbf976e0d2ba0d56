// The workload of a scenario as a concrete list of operations.
#pragma once

#include <vector>

#include "sim/core/random.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

// Generated operations and those at fixed times, in the order of (time, client, ordinal). What a client does is keyed
// by its number and the operation's ordinal: one client more changes the others' pace (they share the rate), never
// their draws. Each write has a value of its own: client and ordinal, "c2-17".
std::vector<PlannedOperation> generate_workload(const ScenarioBody& body, RandomKey key);

}  // namespace groundhog
