#include "harness/promote/variants.hpp"

#include <algorithm>

namespace groundhog::harness {

std::vector<Plan> with_other_seeds(const Plan& plan, std::uint64_t first, std::uint64_t count) {
  std::vector<Plan> variants(count, plan);
  for (std::uint64_t i = 0; i < count; ++i) variants[i].seed = plan.seed + first + i;
  return variants;
}

Plan with_a_bystander(Plan plan) {
  constexpr Duration pause = std::chrono::milliseconds(7);
  const std::uint32_t bystander = plan.clients++;
  std::size_t turn = 0;
  for (Duration at = pause; at < plan.chaos; at += std::max(pause, plan.chaos / 100)) {
    const std::string& node = plan.nodes[turn++ % plan.nodes.size()].name;
    plan.operations.push_back({at, bystander, node, {"GET", "a key that nobody uses"}});
  }
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  return plan;
}

}  // namespace groundhog::harness
