#include <algorithm>
#include <set>
#include <string>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "harness/shrink/plan/reductions/timeline.hpp"
#include "sim/scenario/simpler.hpp"

namespace groundhog::harness {
namespace {

// Instants at which something begins: operations, and faults that have a time.
std::vector<Duration> beginnings(const Plan& plan) {
  std::set<Duration> times;
  for (const PlannedOperation& operation : plan.operations) times.insert(operation.at);
  for (const PlannedFault& fault : plan.faults) {
    if (!fault.when) times.insert(fault.at);
  }
  return {times.begin(), times.end()};
}

}  // namespace

void close_gaps(Search& search) {
  for (std::size_t i = 0; i < beginnings(search.plan()).size() && !search.exhausted(); ++i) {
    const std::vector<Duration> times = beginnings(search.plan());
    const Duration before = i == 0 ? Duration{0} : times[i - 1];
    const Duration gap = times[i] - before;
    std::vector<Edit> edits;
    for (const Duration simpler : simpler_durations(gap)) {
      edits.push_back([from = times[i], by = gap - simpler, before](Plan& plan) { move_up(plan, from, by, before); });
    }
    search.keep_first(edits);
  }
}

}  // namespace groundhog::harness
