// When things happen: delays, gaps, phases.
#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "harness/shrink/plan/reductions/on_link.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"
#include "harness/shrink/plan/reductions/timeline.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {

// ---- timeline

void move_up(Plan& plan, Duration from, Duration by, Duration not_before) {
  const auto move = [&](Duration& at) {
    if (at >= from) at = std::max(at - by, not_before);
  };
  for (PlannedOperation& operation : plan.operations) move(operation.at);
  for (PlannedFault& fault : plan.faults) {
    if (!fault.when) move(fault.at);
  }
  plan.chaos = std::max(plan.chaos - by, not_before + std::chrono::milliseconds(1));
}

// ---- round delays

void round_delays(Search& search) {
  const NetworkSpec network = search.plan().network;
  std::vector<Edit> edits;
  for (const Duration mean : simpler_durations(network.fallback.delay.mean)) {
    edits.push_back([mean](Plan& plan) { plan.network.fallback.delay.mean = mean; });
  }
  search.keep_first(edits);
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    edits.clear();
    for (const Duration mean : simpler_durations(network.links[i].mean.value_or(Duration{0}))) {
      edits.push_back(on_link(i, [mean](LinkOverride& link) { link.mean = mean; }));
    }
    for (const Duration jitter : simpler_durations(network.links[i].jitter.value_or(Duration{0}))) {
      edits.push_back(on_link(i, [jitter](LinkOverride& link) { link.jitter = jitter; }));
    }
    search.keep_first(edits);
  }
}

// ---- close gaps

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

// ---- shorten phases

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
