#include "harness/shrink/plan/tidy.hpp"

#include <algorithm>

#include "sim/faults/fault.hpp"
#include "sim/plan/wall_reach.hpp"

namespace groundhog::harness {
namespace {

bool has_node(const Plan& plan, std::string_view name) {
  return std::ranges::any_of(plan.nodes, [&](const NodeSpec& node) { return node.name == name; });
}

bool can_be_sent(const Plan& plan, const PlannedOperation& operation) {
  const bool has_target = operation.node == PlannedOperation::primary || has_node(plan, operation.node);
  return operation.at < plan.chaos && operation.client < plan.clients && has_target;
}

// Whether it still has a time at which to happen.
bool clip(PlannedFault& fault, Duration chaos) {
  if (fault.when) return true;
  if (fault.at >= chaos) return false;
  if (fault.lasts) fault.lasts = std::min(*fault.lasts, chaos - fault.at);
  const FaultEntry* const entry = find_fault(fault.verb);
  Duration* const own = entry != nullptr ? duration_of(*entry, KeySpec::Kind::length, fault.parameters) : nullptr;
  if (own != nullptr) *own = std::min(*own, chaos - fault.at);
  return !fault.lasts || *fault.lasts > Duration{0};
}

bool stays_in_reach(const NodeSpec& node, const std::vector<PlannedFault>& faults) {
  WallReach reach(node.clock.offset);
  for (const PlannedFault& fault : faults) {
    const FaultEntry* const entry = find_fault(fault.verb);
    if (entry == nullptr) continue;
    const Duration* const by = duration_of(*entry, KeySpec::Kind::offset, fault.parameters);
    if (by != nullptr && parameter<std::string>(fault, "node") == node.name) reach.jump(*by);
  }
  return reach.is_within_limits();
}

}  // namespace

bool wall_clocks_stay_in_reach(const Plan& plan) {
  return std::ranges::all_of(plan.nodes, [&](const NodeSpec& node) { return stays_in_reach(node, plan.faults); });
}

void tidy(Plan& plan, const ShrinkRules& rules) {
  std::erase_if(plan.operations, [&](const PlannedOperation& each) { return !can_be_sent(plan, each); });
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  std::erase_if(plan.faults, [&](PlannedFault& each) { return !clip(each, plan.chaos); });
  if (rules.least_settle) plan.settle = std::max(plan.settle, rules.least_settle(plan));
}

}  // namespace groundhog::harness
