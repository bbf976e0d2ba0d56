#include <chrono>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/scenario/simpler.hpp"

namespace groundhog::harness {
namespace {

constexpr Duration no_time{0};

void shorten(Search& search, Duration Plan::*phase, Duration least) {
  std::vector<Edit> edits;
  for (const Duration simpler : simpler_durations(search.plan().*phase)) {
    if (simpler >= least) edits.push_back([=](Plan& plan) { plan.*phase = simpler; });
  }
  search.keep_first(edits);
}

// The values of a scenario that says nothing are the simplest.
void use_defaults(Search& search) {
  const Plan usual;
  const Edit edits[] = {
      [&](Plan& plan) { plan.warmup = usual.warmup; },
      [&](Plan& plan) { plan.operation_timeout = usual.operation_timeout; },
      [&](Plan& plan) { plan.max_events = usual.max_events; },
  };
  search.keep_each(edits);
}

}  // namespace

void shorten_phases(Search& search) {
  use_defaults(search);
  shorten(search, &Plan::chaos, std::chrono::milliseconds(1));
  shorten(search, &Plan::settle, no_time);
}

}  // namespace groundhog::harness
