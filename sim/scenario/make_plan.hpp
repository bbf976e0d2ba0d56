// From one instance of a scenario to its plan: the second half of `expand`.
#pragma once

#include <cstdint>

#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

Plan make_plan(const Scenario& scenario, const ScenarioBody& body, std::uint64_t seed);

}  // namespace groundhog
