#include "harness/shrink/plan/search.hpp"

#include <utility>

#include "harness/shrink/plan/delta_debugging.hpp"
#include "harness/shrink/plan/tidy.hpp"

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

}  // namespace groundhog::harness
