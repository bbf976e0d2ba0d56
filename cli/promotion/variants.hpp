// The same day with other random draws: what a regression must survive when code or scenario change around it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog {

constexpr std::uint64_t seeds_tried = 20;

// That many other seeds.
std::vector<Plan> with_other_seeds(const Plan& plan);

// One more client, which reads a key that nobody uses, from every node in turn, all through chaos.
Plan with_a_bystander(Plan plan);

}  // namespace groundhog
