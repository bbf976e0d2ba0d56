// The same day with other random draws: what a regression must survive when code or scenario change around it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Other seeds, counted from the plan's own. Those that choose a form do not tell how it lasts: others do.
constexpr std::uint64_t first_judging = 1;
constexpr std::uint64_t seeds_judging = 40;
constexpr std::uint64_t first_reported = first_judging + seeds_judging;
constexpr std::uint64_t seeds_reported = 20;

std::vector<Plan> with_other_seeds(const Plan& plan, std::uint64_t first, std::uint64_t count);

// One more client, which reads a key that nobody uses, from every node in turn, all through chaos.
Plan with_a_bystander(Plan plan);

}  // namespace groundhog::harness
