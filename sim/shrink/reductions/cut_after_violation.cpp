#include <algorithm>
#include <chrono>

#include "sim/shrink/reductions/reductions.hpp"

namespace groundhog {
namespace {

// A violation can be noticed only some time after what it takes has happened: so it is never cut off sharply.
constexpr Duration grace = std::chrono::milliseconds(1);

void end_chaos(Plan& plan, Duration at) { plan.chaos = std::clamp(at, grace, plan.chaos); }

}  // namespace

void cut_after_violation(Search& search) {
  const Duration at = search.failed_at() + grace;
  const Edit shorter[] = {
      [&](Plan& plan) {
        end_chaos(plan, at);
        plan.settle = Duration{0};
      },
      [&](Plan& plan) { end_chaos(plan, at); },
      [&](Plan& plan) { plan.settle = std::clamp(at - plan.chaos, Duration{0}, plan.settle); },
  };
  search.keep_first(shorter);
}

}  // namespace groundhog
