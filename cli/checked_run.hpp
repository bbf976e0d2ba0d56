// One seed of one scenario, lived and judged.
#pragma once

#include <cstdint>
#include <span>

#include "checkers/checker.hpp"
#include "cli/campaign/seed_result.hpp"
#include "sim/cluster/system.hpp"
#include "sim/history/history.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// What checkers know of the run, from the plan.
RunInfo run_info(const Plan& plan);

// Runs the plan under its checks. Further observers see every event too, after the checkers.
SeedResult checked_run(const Plan& plan, const System& system, std::span<Observer* const> observers = {});

}  // namespace groundhog
