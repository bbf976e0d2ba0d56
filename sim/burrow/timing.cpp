#include "sim/burrow/timing.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/burrow/burrow_guest.hpp"
#include "sim/cluster/operator.hpp"
#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/role_commands.hpp"
#include "sim/net/flow.hpp"
#include "sim/net/link.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/quantity.hpp"
#include "sut/runtime/time.hpp"
#include "sut/server/options.hpp"

namespace groundhog {

namespace {

using Wide = seam::WideInteger;  // nanoseconds; no sum of a plan's knobs leaves it

Wide wide(Duration duration) { return duration.count(); }

Duration narrow(Wide nanoseconds) { return Duration(seam::saturate(nanoseconds)); }

// ---- what one synchronisation takes -------------------------------------------------------------------------------

// Connect, hello, answer, and the retransmission that follows a healed cut.
constexpr int handshake_round_trips = 4;
// What a key weighs on the wire beside its texts: lengths, deadline, its share of a frame.
constexpr std::uint64_t overhead_bytes = 64;

// During settle links have their mean delay.
Duration slowest_link(const Plan& plan) {
  Duration slowest = plan.network.fallback.delay.mean;
  for (const LinkOverride& link : plan.network.links) slowest = std::max(slowest, link.mean.value_or(Duration{0}));
  return slowest;
}

// The largest state that the operations can make: of each key the longest request, and whatever is added to it. Where
// values are copied, each key may come to hold the largest.
class LargestState {
 public:
  void note(const PlannedOperation& operation) {
    if (operation.arguments.size() < 2) return;
    const CommandSpec* const command = find_command(burrow_commands(), operation.arguments.front());
    const std::string_view words = command == nullptr ? std::string_view() : command->arguments;
    std::uint64_t bytes = overhead_bytes;
    for (const std::string& argument : operation.arguments) bytes += argument.size();
    if (words.ends_with("addition")) added_ += bytes + offset_of(words, operation);
    const bool is_copy = words.starts_with("source");
    copies_ = copies_ || is_copy;
    const std::size_t step = words.starts_with("key value ...") ? 2 : operation.arguments.size();
    for (std::size_t key = is_copy ? 2 : 1; key < operation.arguments.size(); key += step) {
      std::uint64_t& most = longest_[operation.arguments[key]];
      most = std::max(most, bytes);
    }
  }

  std::uint64_t bytes() const {
    std::uint64_t total = added_;
    std::uint64_t largest = 0;
    for (const auto& [key, bytes] : longest_) {
      total += bytes;
      largest = std::max(largest, bytes);
    }
    return copies_ ? seam::saturating_mul(std::uint64_t{longest_.size()}, largest + added_) : total;
  }

 private:
  // SETRANGE fills up to where it begins.
  static std::uint64_t offset_of(std::string_view words, const PlannedOperation& operation) {
    constexpr std::uint64_t longest = std::uint64_t{512} * 1024 * 1024;
    std::uint64_t offset = 0;
    if (words.find("offset") == std::string_view::npos || operation.arguments.size() < 3) return 0;
    const std::string& text = operation.arguments[2];
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), offset);
    return problem == std::errc() ? std::min(offset, longest) : 0;
  }

  std::map<std::string_view, std::uint64_t> longest_;  // request that names the key
  std::uint64_t added_ = 0;
  bool copies_ = false;
};

std::uint64_t state_bytes(const Plan& plan) {
  LargestState state;
  for (const PlannedOperation& operation : plan.operations) state.note(operation);
  return state.bytes();
}

Wide synchronisation(const Plan& plan) {
  const Pace pace = settle_pace(plan);
  const Wide round_trips = handshake_round_trips + state_bytes(plan) / pace.window_bytes + 1;
  return round_trips * wide(pace.round_trip);
}

// ---- what one node needs ------------------------------------------------------------------------------------------

Wide in_true_time(Wide own, std::int64_t rate) { return (own * 1'000'000 + rate - 1) / rate; }

// By node.
std::vector<Wide> level_times(const Plan& plan) {
  const std::vector<burrow::NodeOptions> options = node_options(plan);
  const Wide synchronisation_time = synchronisation(plan);
  std::vector<Wide> times;
  for (std::size_t node = 0; node < plan.nodes.size(); ++node) {
    const burrow::ReplicationOptions& own = options[node].replication;
    const burrow::FailureDetectorOptions detector = own.detector();
    const Wide detection = wide(detector.window) * (Wide{detector.misses} + 1);
    const Wide waits = detection + wide(std::max(own.reconnect.initial, own.reconnect.maximum)) +
                       wide(own.empty_primary_hold) + wide(options[node].janitor_interval);
    times.push_back(in_true_time(waits, clock_rates(plan, plan.nodes[node]).slowest) + synchronisation_time);
  }
  return times;
}

// ---- which trees can be reached -----------------------------------------------------------------------------------

using Upstream = std::optional<HostId>;

// The slowest path upwards in which each node follows one of those that it may follow.
class SlowestPath {
 public:
  SlowestPath(std::vector<std::vector<Upstream>> upstreams, std::vector<Wide> times)
      : upstreams_(std::move(upstreams)), times_(std::move(times)), on_path_(times_.size()) {}

  Wide find() {
    Wide slowest{0};
    for (std::uint32_t node = 0; node < times_.size(); ++node) slowest = std::max(slowest, from(node).value_or(0));
    // Without a replica: an operation may wait as long as one would.
    if (slowest == 0) return *std::max_element(times_.begin(), times_.end());
    if (steps_left_ > 0) return slowest;
    Wide all{0};  // too many trees to look at: no path is longer than this
    for (const Wide time : times_) all += time;
    return all;
  }

 private:
  // None where no primary is at the end: nodes that follow one another in a circle, or a stranger, need not agree.
  std::optional<Wide> from(std::uint32_t node) {
    if (on_path_[node] || steps_left_ == 0) return std::nullopt;
    --steps_left_;
    on_path_[node] = true;
    std::optional<Wide> slowest;
    for (const Upstream& upstream : upstreams_[node]) {
      if (!upstream) slowest = std::max(slowest.value_or(0), Wide{0});
      if (!upstream || *upstream == no_host) continue;
      if (const auto above = from(index(*upstream))) slowest = std::max(slowest.value_or(0), times_[node] + *above);
    }
    on_path_[node] = false;
    return slowest;
  }

  std::vector<std::vector<Upstream>> upstreams_;
  std::vector<Wide> times_;
  std::vector<bool> on_path_;
  std::uint32_t steps_left_ = 100'000;
};

}  // namespace

Pace settle_pace(const Plan& plan) {
  std::uint64_t window = plan.network.socket_buffer_bytes.value_or(TcpOptions{}.receive_window_bytes);
  for (const LinkOverride& link : plan.network.links)
    window = std::min(window, link.socket_buffer_bytes.value_or(window));
  return {.round_trip = narrow(2 * wide(slowest_link(plan))), .window_bytes = std::max<std::uint64_t>(window, 1)};
}

Duration convergence_bound(const Plan& plan) {
  const Wide path = SlowestPath(upstreams_in_settle(plan), level_times(plan)).find();
  // What a node could not take before settle, the operator gives again.
  const bool has_commands =
      !role_commands(plan).empty() ||
      std::ranges::any_of(plan.faults, [](const PlannedFault& fault) { return fault.verb == "config"; });
  const Wide given_again = !has_commands ? Wide{0} : wide(ClientConnection::backoff_max + Operator::retry_after);
  return narrow(path + given_again);
}

burrow::NodeOptions options_with(const std::map<std::string, std::string>& config) {
  burrow::NodeOptions options = scenario_defaults();
  for (const auto& [name, value] : config) {
    const auto set = burrow::set_option(options, name, value);
    SEAM_ASSERT(set.has_value());
  }
  return options;
}

std::vector<burrow::NodeOptions> node_options(const Plan& plan) {
  std::vector<burrow::NodeOptions> nodes;
  for (const NodeSpec& node : plan.nodes) {
    auto config = node.config;
    config.insert(plan.config.begin(), plan.config.end());
    nodes.push_back(options_with(config));
  }
  return nodes;
}

// Timers wait by the monotonic clock: a drift of the wall alone is not theirs.
ClockRates clock_rates(const Plan& plan, const NodeSpec& node) {
  constexpr std::int64_t million = 1'000'000;
  ClockRates drift{.slowest = node.clock.drift_ppm, .fastest = node.clock.drift_ppm};
  for (const PlannedFault& fault : plan.faults) {
    const FaultEntry* const entry = find_fault(fault.verb);
    const KeySpec* const ppm = entry != nullptr ? find_parameter_of(*entry, KeySpec::Kind::ppm) : nullptr;
    // With a length, it ends before settle.
    if (ppm == nullptr || fault.lasts || parameter_or(fault, "wall", false) ||
        parameter<std::string>(fault, "node") != node.name)
      continue;
    const auto changed = parameter<std::int64_t>(fault, ppm->name);
    drift = {.slowest = std::min(drift.slowest, changed), .fastest = std::max(drift.fastest, changed)};
  }
  return {.slowest = million + drift.slowest, .fastest = million + drift.fastest};
}

Boundaries burrow_boundaries(const Plan& plan) {
  Boundaries all;
  for (const burrow::NodeOptions& options : node_options(plan)) {
    const burrow::FailureDetectorOptions detector = options.replication.detector();
    const std::int64_t misses{detector.misses};
    const auto add = [](auto& list, auto value) {
      if (value > decltype(value){0} && std::ranges::find(list, value) == list.end()) list.push_back(value);
    };
    add(all.ticks, options.replication.heartbeat_interval);
    add(all.ticks, options.janitor_interval);
    add(all.lengths, detector.window);
    add(all.lengths, seam::saturating_mul(detector.window, misses));
    add(all.lengths, seam::saturating_mul(detector.window, misses + 1));
    add(all.lengths, options.replication.reconnect.initial);
    add(all.lengths, options.replication.empty_primary_hold);
    add(all.sizes, std::uint64_t{options.replication.backlog.limit_bytes});
    add(all.sizes, std::uint64_t{options.client_output_bytes});
    add(all.sizes, std::uint64_t{options.max_argument_bytes});
    add(all.sizes, std::uint64_t{TcpOptions{}.segment_bytes});
    add(all.sizes, std::uint64_t{TcpOptions{}.gate_bytes});
    add(all.sizes, settle_pace(plan).window_bytes);
  }
  return all;
}

namespace {

// Whether a fault or a client sets that knob at any time.
bool changes(const Plan& plan, std::string_view knob) {
  const auto sets = [knob](const PlannedFault& fault) {
    const auto* const knobs = fault.verb == "config" ? find_parameter<Knobs>(fault, "set") : nullptr;
    return knobs != nullptr && knobs->contains(std::string(knob));
  };
  const auto asks = [](const PlannedOperation& operation) {
    return operation.arguments.size() > 1 && equal_ignoring_case(operation.arguments[0], "config") &&
           equal_ignoring_case(operation.arguments[1], "set");
  };
  return std::ranges::any_of(plan.faults, sets) || std::ranges::any_of(plan.operations, asks);
}

// Its janitor, the next attempt to connect, turns of its own, announcements that are due.
constexpr std::uint64_t node_timers = 12;
// A client's turn, idle time, unread output, last words, trial and WAIT; a peer has fewer.
constexpr std::uint64_t connection_timers = 6;

// Frames are added while there is less than the outbox holds; heartbeats do not wait for that.
std::uint64_t peer_buffer_bytes(const burrow::ReplicationOptions& options) {
  constexpr std::uint64_t heartbeats = 16 * 1024;
  return options.outbox_bytes + heartbeats;
}

}  // namespace

GuestTiming burrow_timing(const Plan& plan) {
  GuestTiming timing{.knobs = {}, .convergence_bound = convergence_bound(plan), .settle_pace = settle_pace(plan)};
  const auto fixed = [&](std::string_view knob, std::uint64_t value) {
    return changes(plan, knob) ? std::nullopt : std::optional(value);
  };
  for (const burrow::NodeOptions& options : node_options(plan)) {
    timing.knobs.push_back({.heartbeat_window = options.replication.detector().window,
                            .heartbeat_misses = options.replication.heartbeat_misses,
                            .janitor_interval = options.janitor_interval,
                            .janitor_batch = options.janitor_batch,
                            .sync_buffer_bytes = options.replication.backlog.sync_buffer_bytes,
                            .backlog_bytes = options.replication.backlog.limit_bytes,
                            .empty_primary_hold = options.replication.empty_primary_hold,
                            .capacity = fixed("capacity", options.capacity),
                            .max_memory_bytes = fixed("maxmemory", options.maxmemory_bytes),
                            .timers = node_timers,
                            .timers_per_connection = connection_timers,
                            .peer_buffer_bytes = peer_buffer_bytes(options.replication),
                            .snapshot_part_bytes = options.replication.snapshot_part_bytes});
  }
  return timing;
}

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

std::string text_of(Duration duration) { return seam::readable_time(static_cast<std::uint64_t>(duration.count())); }

void check_room(const Plan& plan, const NodeSpec& node, std::uint64_t replicas, std::uint64_t room,
                std::vector<KnobProblem>& problems) {
  const bool has_operator = !role_commands(plan).empty();
  const std::uint64_t needed = plan.clients + replicas + (has_operator ? 1 : 0);
  // Without a replica, only clients are refused.
  if (replicas == 0 || needed <= room) return;
  problems.push_back({node.name,
                      {"max-clients"},
                      node.name + " lets in " + with_separators(room) + " of " + count_of(plan.clients, "client") +
                          (has_operator ? ", the operator" : "") + " and " + count_of(replicas, "replica") +
                          ", which may then never follow it: at least " + with_separators(needed)});
}

// The least that a node waits for a sign of life, in true time.
Duration patience(const burrow::FailureDetectorOptions& detector, const ClockRates& rates) {
  return narrow(wide(detector.window) * detector.misses * 1'000'000 / rates.fastest);
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
