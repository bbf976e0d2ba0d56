#include <algorithm>
#include <chrono>

#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {
namespace {

// The operation or fault that brings it about begins before it, or at that very instant.
constexpr Duration grace = std::chrono::milliseconds(1);

bool anything_begins_after(const Plan& plan, Duration at) {
  return std::ranges::any_of(plan.operations, [&](const PlannedOperation& each) { return each.at >= at; }) ||
         std::ranges::any_of(plan.faults, [&](const PlannedFault& each) { return !each.when && each.at >= at; });
}

}  // namespace

// Where nothing would go with it, how long chaos lasts is a matter of taste: of shorten_phases.
void cut_after_violation(Search& search) {
  const Duration end = search.failed_at() + grace;
  if (end >= search.plan().chaos || !anything_begins_after(search.plan(), end)) return;
  const Edit shorter[] = {
      [=](Plan& plan) {
        plan.chaos = end;
        plan.settle = Duration{0};
      },
      [=](Plan& plan) { plan.chaos = end; },
  };
  search.keep_first(shorter);
}

}  // namespace groundhog::harness
