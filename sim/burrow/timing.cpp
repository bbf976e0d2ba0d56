#include "sim/burrow/timing.hpp"

#include <algorithm>

#include "sim/burrow/convergence_bound.hpp"
#include "sim/burrow/scenario_defaults.hpp"
#include "sim/core/assert.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"

namespace groundhog {
namespace {

burrow::NodeOptions options_of(const Plan& plan, const NodeSpec& node) {
  burrow::NodeOptions options = scenario_defaults();
  for (const auto* config : {&plan.config, &node.config}) {
    for (const auto& [name, value] : *config) {
      const auto set = burrow::set_option(options, name, value);
      GROUNDHOG_ASSERT(set.has_value());
    }
  }
  return options;
}

}  // namespace

std::vector<burrow::NodeOptions> node_options(const Plan& plan) {
  std::vector<burrow::NodeOptions> nodes;
  for (const NodeSpec& node : plan.nodes) nodes.push_back(options_of(plan, node));
  return nodes;
}

ClockRates clock_rates(const Plan& plan, const NodeSpec& node) {
  constexpr std::int64_t million = 1'000'000;
  ClockRates drift{.slowest = node.clock.drift_ppm, .fastest = node.clock.drift_ppm};
  for (const PlannedFault& fault : plan.faults) {
    const FaultEntry* const entry = find_fault(fault.verb);
    const KeySpec* const ppm = entry != nullptr ? find_parameter_of(*entry, KeySpec::Kind::ppm) : nullptr;
    // With a length, it ends before settle.
    if (ppm == nullptr || fault.lasts || parameter<std::string>(fault, "node") != node.name) continue;
    const auto changed = parameter<std::int64_t>(fault, ppm->name);
    drift = {.slowest = std::min(drift.slowest, changed), .fastest = std::max(drift.fastest, changed)};
  }
  return {.slowest = million + drift.slowest, .fastest = million + drift.fastest};
}

GuestTiming burrow_timing(const Plan& plan) {
  GuestTiming timing{.knobs = {}, .convergence_bound = convergence_bound(plan), .settle_pace = settle_pace(plan)};
  for (const burrow::NodeOptions& options : node_options(plan)) {
    timing.knobs.push_back({.heartbeat_window = options.replication.detector().window,
                            .heartbeat_misses = options.replication.heartbeat_misses,
                            .janitor_interval = options.janitor_interval,
                            .janitor_batch = options.janitor_batch,
                            .sync_buffer_bytes = options.replication.backlog.sync_buffer_bytes});
  }
  return timing;
}

}  // namespace groundhog
