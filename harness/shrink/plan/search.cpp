#include "harness/shrink/plan/search.hpp"

#include <algorithm>
#include <utility>

#include "harness/shrink/plan/delta_debugging.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/plan/wall_reach.hpp"

namespace groundhog::harness {

Search::Search(Plan failing, Duration failed_at, ShrinkOracle& oracle, ShrinkRules rules)
    : plan_(std::move(failing)), failed_at_(failed_at), oracle_(oracle), rules_(std::move(rules)) {}

bool Search::keep_each(std::span<const Edit> edits) {
  bool kept = false;
  while (!edits.empty() && !exhausted()) {
    const auto hit = oracle_.first_failing(edits.size(), [&](std::size_t i) { return edited(edits[i]); });
    if (!hit) break;
    adopt(*edited(edits[hit->index]), hit->at);
    edits = edits.subspan(hit->index + 1);
    kept = true;
  }
  return kept;
}

bool Search::keep_first(std::span<const Edit> edits) {
  return keep(oracle_.first_failing(edits.size(), [&](std::size_t i) { return edited(edits[i]); }), edits);
}

bool Search::keep_first_anew(std::span<const Edit> edits) {
  return keep(oracle_.first_failing_anew(edits.size(), [&](std::size_t i) { return edited(edits[i]); }), edits);
}

template <typename T>
void Search::minimise(std::vector<T> Plan::*list) {
  const auto with = [&](std::vector<T> elements) {
    Plan plan = plan_;
    plan.*list = std::move(elements);
    return plan;
  };
  // What the oracle says of the last list that failed; the plan follows at the end.
  Duration at = failed_at_;
  const FirstFailingList<T> first_failing = [&](std::size_t count,
                                                const auto& candidate) -> std::optional<std::size_t> {
    const auto hit = oracle_.first_failing(count, [&](std::size_t i) { return std::optional(with(candidate(i))); });
    if (!hit) return std::nullopt;
    at = hit->at;
    return hit->index;
  };
  std::vector<T> left = minimise_list<T>(plan_.*list, first_failing);
  adopt(with(std::move(left)), at);
}

template void Search::minimise(std::vector<PlannedFault> Plan::*);
template void Search::minimise(std::vector<PlannedOperation> Plan::*);

std::optional<Plan> Search::edited(const Edit& edit) const {
  Plan plan = plan_;
  edit(plan);
  tidy(plan, rules_);
  if (plan == plan_ || !wall_clocks_stay_in_reach(plan)) return std::nullopt;
  return plan;
}

bool Search::keep(const std::optional<ShrinkOracle::Hit>& hit, std::span<const Edit> edits) {
  if (hit) adopt(*edited(edits[hit->index]), hit->at);
  return hit.has_value();
}

void Search::adopt(Plan plan, Duration at) {
  plan_ = std::move(plan);
  failed_at_ = at;
}

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
