#include "sim/burrow/knob_rules.hpp"

#include <set>
#include <string>
#include <utility>

#include "sim/burrow/timing.hpp"
#include "sim/faults/role_commands.hpp"
#include "sim/net/link.hpp"
#include "sut/runtime/saturating.hpp"
#include "sut/server/quantity.hpp"

namespace groundhog {
namespace {

// (replica, upstream)
using Pair = std::pair<HostId, HostId>;

std::set<Pair> replication_links(const Plan& plan) {
  std::set<Pair> links;
  const auto upstreams = upstreams_in_settle(plan);
  for (std::uint32_t node = 0; node < upstreams.size(); ++node) {
    for (const auto& upstream : upstreams[node]) {
      if (upstream && *upstream != no_host && *upstream != HostId{node}) links.emplace(HostId{node}, *upstream);
    }
  }
  return links;
}

std::string text_of(Duration duration) { return burrow::format_duration(static_cast<std::uint64_t>(duration.count())); }

std::string counted(std::uint64_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

void check_room(const Plan& plan, const NodeSpec& node, std::uint64_t replicas, std::uint64_t room,
                std::vector<KnobProblem>& problems) {
  const bool has_operator = !role_commands(plan).empty();
  const std::uint64_t needed = plan.clients + replicas + (has_operator ? 1 : 0);
  // Without a replica, only clients are refused.
  if (replicas == 0 || needed <= room) return;
  problems.push_back({node.name,
                      {"max-clients"},
                      node.name + " lets in " + std::to_string(room) + " of " + counted(plan.clients, "client") +
                          (has_operator ? ", the operator" : "") + " and " + counted(replicas, "replica") +
                          ", which may then never follow it: at least " + std::to_string(needed)});
}

// The least that a node waits for a sign of life, in true time.
Duration patience(const burrow::FailureDetectorOptions& detector, const ClockRates& rates) {
  const seam::WideInteger own = seam::WideInteger{detector.window.count()} * detector.misses;
  return Duration(seam::saturate(own * 1'000'000 / rates.fastest));
}

void check_patience(const NodeSpec& node, const NodeSpec& peer, Duration patience, Duration round_trip,
                    std::vector<KnobProblem>& problems) {
  if (patience > round_trip) return;
  problems.push_back({node.name,
                      {"heartbeat-misses", "heartbeat-interval", "heartbeat-timeout"},
                      node.name + " gives up after " + text_of(patience) +
                          " without a sign of life, and a round trip to " + peer.name + " takes " +
                          text_of(round_trip) + ": more misses, or a longer heartbeat-timeout"});
}

}  // namespace

std::vector<KnobProblem> knob_problems(const Plan& plan) {
  const std::vector<burrow::NodeOptions> options = node_options(plan);
  const auto delay = [&](const NodeSpec& from, const NodeSpec& to) {
    return link_properties(plan.network, from.name, to.name).delay.mean;
  };
  std::vector<KnobProblem> problems;
  std::vector<std::uint64_t> replicas(plan.nodes.size());
  for (const auto& [replica, upstream] : replication_links(plan)) {
    ++replicas[index(upstream)];
    const NodeSpec& below = plan.nodes[index(replica)];
    const NodeSpec& above = plan.nodes[index(upstream)];
    const Duration round_trip = seam::saturating_add(delay(below, above), delay(above, below));
    const auto patience_of = [&](HostId node) {
      return patience(options[index(node)].replication.detector(), clock_rates(plan, plan.nodes[index(node)]));
    };
    check_patience(below, above, patience_of(replica), round_trip, problems);
    check_patience(above, below, patience_of(upstream), round_trip, problems);
  }
  for (std::size_t node = 0; node < plan.nodes.size(); ++node) {
    check_room(plan, plan.nodes[node], replicas[node], options[node].max_clients, problems);
  }
  return problems;
}

}  // namespace groundhog
