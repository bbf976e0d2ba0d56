#include "sim/burrow/timing.hpp"

#include <algorithm>
#include <string>

#include "sim/burrow/scenario_defaults.hpp"
#include "sim/core/assert.hpp"
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

// How many links lie between a node and its sequencer. At least 1, since a failover may make a replica of any node.
int depth_of(const Plan& plan, const NodeSpec& node) {
  int depth = 0;
  const NodeSpec* at = &node;
  while (at->upstream && depth < static_cast<int>(plan.nodes.size())) {
    ++depth;
    const auto next = std::find_if(plan.nodes.begin(), plan.nodes.end(),
                                   [&](const NodeSpec& each) { return each.name == *at->upstream; });
    if (next == plan.nodes.end()) break;
    at = &*next;
  }
  return std::max(depth, 1);
}

// One way, as long as it takes during settle: links then keep their mean.
Duration slowest_link(const Plan& plan) {
  Duration slowest = plan.network.fallback.delay.mean;
  for (const LinkOverride& link : plan.network.links) slowest = std::max(slowest, link.mean.value_or(Duration{0}));
  return slowest;
}

}  // namespace

BurrowTiming burrow_timing(const Plan& plan) {
  BurrowTiming timing;
  for (const NodeSpec& node : plan.nodes) {
    const burrow::NodeOptions options = options_of(plan, node);
    const burrow::ReplicationOptions& replication = options.replication;
    timing.heartbeat_window = std::max(timing.heartbeat_window, replication.detector().window);
    timing.heartbeat_misses = std::max(timing.heartbeat_misses, replication.heartbeat_misses);
    timing.janitor_interval = std::max(timing.janitor_interval, options.janitor_interval);
    timing.empty_primary_hold = std::max(timing.empty_primary_hold, replication.empty_primary_hold);
    timing.reconnect_backoff_max = std::max(timing.reconnect_backoff_max, replication.reconnect.maximum);
    timing.sync_buffer_bytes = std::min<std::uint64_t>(timing.sync_buffer_bytes, replication.backlog.sync_buffer_bytes);
  }
  return timing;
}

Duration convergence_bound(const Plan& plan) {
  // Connect, handshake and snapshot: four round trips, and a second for the bytes at link rate.
  constexpr int synchronisation_round_trips = 4;
  constexpr Duration synchronisation_transfer = std::chrono::seconds(1);

  const BurrowTiming timing = burrow_timing(plan);
  const Duration detection = timing.heartbeat_window * (timing.heartbeat_misses + 1);
  const Duration synchronisation = 2 * synchronisation_round_trips * slowest_link(plan) + synchronisation_transfer;
  const Duration per_level =
      detection + timing.reconnect_backoff_max + timing.empty_primary_hold + synchronisation + timing.janitor_interval;
  int depth = 1;
  for (const NodeSpec& node : plan.nodes) depth = std::max(depth, depth_of(plan, node));
  return per_level * depth;
}

}  // namespace groundhog
