#include "sim/burrow/convergence_bound.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/burrow/commands.hpp"
#include "sim/burrow/timing.hpp"
#include "sim/cluster/operator.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/role_commands.hpp"
#include "sim/net/tcp_options.hpp"

namespace groundhog {
namespace {

__extension__ using Wide = __int128;  // nanoseconds; no sum of a plan's knobs leaves it

Wide wide(Duration duration) { return duration.count(); }

Duration narrow(Wide nanoseconds) {
  constexpr Wide most = std::numeric_limits<std::int64_t>::max();
  return Duration(static_cast<std::int64_t>(std::min(nanoseconds, most)));
}

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

bool adds_to_its_value(const PlannedOperation& operation) {
  const CommandSpec* const command = find_command(burrow_commands(), operation.arguments.front());
  return command != nullptr && command->arguments.ends_with("addition");
}

// The largest state that the operations can make: of each key the longest request, and whatever is added to it.
std::uint64_t state_bytes(const Plan& plan) {
  std::map<std::string_view, std::uint64_t> longest;
  std::uint64_t total = 0;
  for (const PlannedOperation& operation : plan.operations) {
    if (operation.arguments.size() < 2) continue;
    std::uint64_t bytes = overhead_bytes;
    for (const std::string& argument : operation.arguments) bytes += argument.size();
    if (adds_to_its_value(operation)) total += bytes;
    std::uint64_t& most = longest[operation.arguments[1]];
    most = std::max(most, bytes);
  }
  for (const auto& [key, bytes] : longest) total += bytes;
  return total;
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
  const std::uint64_t window = plan.network.socket_buffer_bytes.value_or(TcpOptions{}.receive_window_bytes);
  return {.round_trip = narrow(2 * wide(slowest_link(plan))), .window_bytes = std::max<std::uint64_t>(window, 1)};
}

Duration convergence_bound(const Plan& plan) {
  const Wide path = SlowestPath(upstreams_in_settle(plan), level_times(plan)).find();
  // What a node could not take before settle, the operator gives again.
  const Wide given_again =
      role_commands(plan).empty() ? Wide{0} : wide(ClientConnection::backoff_max + Operator::retry_after);
  return narrow(path + given_again);
}

}  // namespace groundhog
