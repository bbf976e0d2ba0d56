// From a scenario and a seed to one plan.
#pragma once

#include <cstdint>

#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog {

// A pure function: the same scenario and seed give the same plan, on every compiler and processor. Each draw is keyed
// by what it is for ("param" and its name, "fault" and its id, "workload", client and ordinal), so that adding a fault,
// a client or a param shifts nothing else.
Plan expand(const Scenario& scenario, std::uint64_t seed);

// The second half: the plan of one instance of the scenario.
struct ScenarioBody;
Plan make_plan(const Scenario& scenario, const ScenarioBody& body, std::uint64_t seed);

}  // namespace groundhog
