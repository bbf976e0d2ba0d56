#include "sim/burrow/timing.hpp"

#include <algorithm>

#include "sim/burrow/scenario_defaults.hpp"
#include "sim/core/assert.hpp"
#include "sim/faults/parameters.hpp"
#include "sut/server/options.hpp"

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

std::vector<BurrowTiming> burrow_timing(const Plan& plan) {
  std::vector<BurrowTiming> nodes;
  for (const NodeSpec& node : plan.nodes) {
    const burrow::NodeOptions options = options_of(plan, node);
    const burrow::ReplicationOptions& replication = options.replication;
    nodes.push_back({.heartbeat_window = replication.detector().window,
                     .heartbeat_misses = replication.heartbeat_misses,
                     .janitor_interval = options.janitor_interval,
                     .janitor_batch = options.janitor_batch,
                     .empty_primary_hold = replication.empty_primary_hold,
                     .reconnect_backoff_max = std::max(replication.reconnect.initial, replication.reconnect.maximum),
                     .sync_buffer_bytes = replication.backlog.sync_buffer_bytes,
                     .max_clients = options.max_clients});
  }
  return nodes;
}

ClockRates clock_rates(const Plan& plan, const NodeSpec& node) {
  constexpr std::int64_t million = 1'000'000;
  ClockRates drift{.slowest = node.clock.drift_ppm, .fastest = node.clock.drift_ppm};
  for (const PlannedFault& fault : plan.faults) {
    // With a length, it ends before settle.
    if (fault.verb != "clock_drift" || fault.lasts || parameter<std::string>(fault, "node") != node.name) continue;
    const auto ppm = parameter<std::int64_t>(fault, "ppm");
    drift = {.slowest = std::min(drift.slowest, ppm), .fastest = std::max(drift.fastest, ppm)};
  }
  return {.slowest = million + drift.slowest, .fastest = million + drift.fastest};
}

}  // namespace groundhog
