// A concrete plan, written in the scenario language.
#pragma once

#include <string>

#include "sim/plan/plan.hpp"

namespace groundhog {

// YAML that load_scenario accepts again; expanding that with the plan's seed gives the same plan.
std::string print_plan(const Plan& plan);

}  // namespace groundhog
