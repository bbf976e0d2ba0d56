// A plan is one concrete run as data: what a scenario becomes for one seed. No ranges, no random windows, no params.
// The scenario loader makes plans (sim/scenario), the simulation runs them (sim/cluster), tests generate and shrink
// them.
//
// All times count from the end of warmup.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// ---- parameters of a fault ----------------------------------------------------------------------------------------
// A verb declares which it takes (sim/faults/fault_table.cpp); the loader fills them in, the printer writes them back,
// the shrinker reduces them. No verb needs code in any of these.

// Which frames a message fault acts on: all conditions hold. An empty list or nullopt is no condition.
struct FrameMatch {
  std::vector<std::string> types = {};  // of the dissector
  std::optional<std::string> from = {};
  std::optional<std::string> to = {};
  std::optional<std::string> key = {};
  std::optional<std::uint64_t> first = {};      // only the first N frames that match
  std::optional<std::uint64_t> nth = {};        // only the Nth
  std::optional<std::uint64_t> every_nth = {};  // N, 2N, 3N …
  std::optional<std::string> after_event = {};  // only once this has been announced by any node

  friend bool operator==(const FrameMatch&, const FrameMatch&) = default;
};

// A directed or two-way pair of hosts: "n1->n2", "n1<->n2". "*" is every host.
struct LinkSelector {
  std::string from;
  std::string to;
  bool both_ways = false;

  friend bool operator==(const LinkSelector&, const LinkSelector&) = default;
};

using Groups = std::vector<std::vector<std::string>>;

// Sizes and rates that a fault is given.
enum class Bytes : std::int64_t {};
enum class BytesPerSecond : std::int64_t {};

// Knobs of the system under test, by name, and their values.
using Knobs = std::map<std::string, std::string>;

using FaultValue = std::variant<bool, std::int64_t, double, Duration, Bytes, BytesPerSecond, std::string, LinkSelector,
                                Groups, FrameMatch, Knobs>;

// Parameter name -> value, as declared by the verb. Ordered, so that printing and hashing are stable.
using FaultParameters = std::map<std::string, FaultValue>;

// ---- links --------------------------------------------------------------------------------------------------------
// In the words of tc-netem. A link is directed: n1->n2 carries what n1 sends to n2.

// A delay is drawn per frame: `mean` with `jitter` around it, shaped by `shape`. Never negative.
struct DelaySpec {
  enum class Shape : std::uint8_t {
    constant,     // mean; with jitter: uniform in [mean - jitter, mean + jitter]
    normal,       // jitter is the standard deviation
    exponential,  // mean; jitter is ignored
    pareto,       // mean, tail index 3; jitter is ignored
  };

  Duration mean{0};
  Duration jitter{0};
  Shape shape = Shape::constant;

  friend bool operator==(const DelaySpec&, const DelaySpec&) = default;
};

// In the order of DelaySpec::Shape.
inline constexpr std::string_view delay_words[] = {"constant", "normal", "exponential", "pareto"};

struct LinkSpec {
  DelaySpec delay{.mean = std::chrono::milliseconds(1)};
  double loss = 0.0;  // probability per transmission, 0..1; a lost one is retransmitted: loss shows as stalls
  Duration burst{0};  // loss comes in bursts of this mean length, in which all is lost; 0: each by itself
  std::uint64_t rate_bytes = 0;   // that it carries in a second, those of all connections together; 0: no limit
  std::uint64_t limit_bytes = 0;  // that may wait for that, more is lost; 0: no limit
  // Of the sockets at both ends, for what goes over this link; nullopt: NetworkSpec::socket_buffer_bytes.
  std::optional<std::uint64_t> socket_buffer_bytes = {};

  friend bool operator==(const LinkSpec&, const LinkSpec&) = default;
};

// Changes only what it names. `from` and `to` are host names; "*" is every host.
struct LinkOverride {
  std::string from;
  std::string to;
  bool both_ways = false;
  std::optional<Duration> mean = {};
  std::optional<Duration> jitter = {};
  std::optional<DelaySpec::Shape> shape = {};
  std::optional<double> loss = {};
  std::optional<Duration> burst = {};
  std::optional<std::uint64_t> rate_bytes = {};
  std::optional<std::uint64_t> limit_bytes = {};
  std::optional<std::uint64_t> socket_buffer_bytes = {};

  friend bool operator==(const LinkOverride&, const LinkOverride&) = default;
};

// `spec` with the fields that `change` names.
inline LinkSpec with_override(LinkSpec spec, const LinkOverride& change) {
  spec.delay.mean = change.mean.value_or(spec.delay.mean);
  spec.delay.jitter = change.jitter.value_or(spec.delay.jitter);
  spec.delay.shape = change.shape.value_or(spec.delay.shape);
  spec.loss = change.loss.value_or(spec.loss);
  spec.burst = change.burst.value_or(spec.burst);
  spec.rate_bytes = change.rate_bytes.value_or(spec.rate_bytes);
  spec.limit_bytes = change.limit_bytes.value_or(spec.limit_bytes);
  if (change.socket_buffer_bytes) spec.socket_buffer_bytes = change.socket_buffer_bytes;
  return spec;
}

// ---- all of it ----------------------------------------------------------------------------------------------------

// What scenarios, diagnostics and traces call the two roles of a node. They are the guest's words, by default Burrow's.
// Nodes cannot have these names. Of static lifetime.
struct RoleNames {
  std::string_view leading = "primary";    // of a node that follows none
  std::string_view following = "replica";  // an "s" makes it several

  friend bool operator==(const RoleNames&, const RoleNames&) = default;
};

struct ClockSpec {
  Duration offset{0};               // of the wall clock from true time
  std::int64_t drift_ppm = 0;       // of both clocks: microseconds gained per second
  std::int64_t wall_drift_ppm = 0;  // of the wall clock alone, on top

  friend bool operator==(const ClockSpec&, const ClockSpec&) = default;
};

struct NodeSpec {
  std::string name;
  std::optional<std::string> upstream;  // the node that it replicates; none: a primary
  std::string zone;
  ClockSpec clock;
  Knobs config;  // over Plan::config

  friend bool operator==(const NodeSpec&, const NodeSpec&) = default;
};

// Client machines are named c1 … cN.
struct PlannedOperation {
  Duration at{0};
  std::uint32_t client = 0;  // 0-based
  std::string node;          // a node's name, or RoleNames::leading: the node that its client then takes for the leader
  std::vector<std::string> arguments;

  friend bool operator==(const PlannedOperation&, const PlannedOperation&) = default;
};

// What a client machine does beyond its operations.
struct ClientSpec {
  // How long it keeps the leader that it knows when another node leads: of the first, second … change. The last one
  // counts for all later changes; none: it knows at once.
  std::vector<Duration> learn = {};
  bool reconnects = false;     // after each error reply
  std::uint32_t pipeline = 1;  // operations that it has under way at most
  double inline_share = 0;     // of its requests, written as a line of words

  friend bool operator==(const ClientSpec&, const ClientSpec&) = default;
};

// A fault starts at `at`, or when `when` has happened, and ends after `lasts` (nullopt: at the end of chaos, or at once
// for verbs that are instants, such as a clock jump).
struct EventTrigger {
  std::string event;  // an announcement, such as key.expired
  std::optional<std::string> node;
  std::uint64_t count = 1;                        // the first, second … time it is announced
  std::map<std::string, std::string> where = {};  // only with these values of its fields, as the timeline shows them
  Duration after{0};                              // how long after it
  std::uint64_t times = 1;  // how often the fault starts: again at each `count` announcements after its end

  friend bool operator==(const EventTrigger&, const EventTrigger&) = default;
};

struct PlannedFault {
  std::string id;    // unique in the plan; keys the fault's random draws
  std::string verb;  // a name of the fault table
  Duration at{0};
  std::optional<EventTrigger> when;
  std::optional<Duration> lasts;
  FaultParameters parameters;

  friend bool operator==(const PlannedFault&, const PlannedFault&) = default;
};

struct NetworkSpec {
  LinkSpec fallback;                // the scenario's `default`
  std::vector<LinkOverride> links;  // later ones win, field by field
  // Of every socket, each way; nullopt: the kernel's default (sim/net/link.hpp).
  std::optional<std::uint64_t> socket_buffer_bytes = {};

  friend bool operator==(const NetworkSpec&, const NetworkSpec&) = default;
};

struct Plan {
  std::string name;
  std::uint64_t seed = 0;

  Duration warmup = std::chrono::seconds(1);
  Duration chaos = std::chrono::seconds(10);
  Duration settle = std::chrono::seconds(10);
  std::uint64_t max_events = 5'000'000;

  RoleNames roles;
  std::vector<NodeSpec> nodes;
  Knobs config;  // for every node
  NetworkSpec network;

  std::uint32_t clients = 0;
  std::map<std::uint32_t, ClientSpec> client_specs;  // by client, 0-based; only those that are no ClientSpec{}
  Duration operation_timeout = std::chrono::milliseconds(500);
  std::vector<PlannedOperation> operations;  // in the order of `at`

  std::vector<PlannedFault> faults;

  std::vector<std::string> checks;  // names of the checker table; never "all"

  friend bool operator==(const Plan&, const Plan&) = default;
};

// In the one form that a plan has of what it says of its clients: no delay that the one before it says already, no
// client that is not there or is as any other.
inline void tidy_client_specs(Plan& plan) {
  for (auto& [client, spec] : plan.client_specs) {
    std::vector<Duration>& learn = spec.learn;
    while (learn.size() > 1 && learn.back() == learn[learn.size() - 2]) learn.pop_back();
    if (learn.size() == 1 && learn.front() == Duration{0}) learn.clear();
  }
  std::erase_if(plan.client_specs,
                [&](const auto& each) { return each.first >= plan.clients || each.second == ClientSpec{}; });
}

}  // namespace groundhog
