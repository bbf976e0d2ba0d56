#include "sim/shrink/tidy.hpp"

#include <algorithm>

#include "sim/shrink/mentions.hpp"

namespace groundhog {
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
  return !fault.lasts || *fault.lasts > Duration{0};
}

}  // namespace

void tidy(Plan& plan, const ShrinkRules& rules) {
  std::erase_if(plan.operations, [&](const PlannedOperation& each) { return !can_be_sent(plan, each); });
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  std::erase_if(plan.faults, [&](PlannedFault& each) { return !clip(each, plan.chaos); });
  if (rules.least_settle != nullptr) plan.settle = std::max(plan.settle, rules.least_settle(plan));
}

}  // namespace groundhog
