// A plan is one concrete day as data: what a scenario becomes for one seed. No ranges, no random windows, no
// parameters. The scenario loader makes plans (sim/scenario), the simulation lives them (sim/cluster), tests generate
// and shrink them.
//
// All times count from the end of warmup.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/fault_parameters.hpp"
#include "sim/plan/link_spec.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

struct ClockSpec {
  Duration offset{0};          // of the wall clock from true time
  std::int64_t drift_ppm = 0;  // of both clocks: microseconds gained per second

  friend bool operator==(const ClockSpec&, const ClockSpec&) = default;
};

struct NodeSpec {
  std::string name;
  std::optional<std::string> upstream;  // the node that it replicates; none: a primary
  std::string zone;
  ClockSpec clock;
  std::map<std::string, std::string> config;  // knobs of the system under test, over Plan::config

  friend bool operator==(const NodeSpec&, const NodeSpec&) = default;
};

// Client machines are named c1 … cN.
struct PlannedOperation {
  // Where an operation goes: a named node, or the node that is primary when it is sent.
  static constexpr std::string_view primary = "primary";

  Duration at{0};
  std::uint32_t client = 0;  // 0-based
  std::string node;          // a node's name or `primary`
  std::vector<std::string> arguments;

  friend bool operator==(const PlannedOperation&, const PlannedOperation&) = default;
};

// A fault starts at `at`, or when `when` has happened, and ends after `lasts` (nullopt: at the end of chaos, or at once
// for verbs that are instants, such as a clock jump).
struct EventTrigger {
  std::string event;  // an announcement, such as key.expired
  std::optional<std::string> node;
  std::uint64_t count = 1;  // the first, second … time it is announced

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
  // Of every socket, each way; nullopt: the kernel's default (sim/net/flow.hpp).
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

  std::vector<NodeSpec> nodes;
  std::map<std::string, std::string> config;  // knobs of the system under test, for every node
  NetworkSpec network;

  std::uint32_t clients = 0;
  Duration operation_timeout = std::chrono::milliseconds(500);
  std::vector<PlannedOperation> operations;  // in the order of `at`

  std::vector<PlannedFault> faults;

  std::vector<std::string> checks;  // names of the checker table; never "all"

  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace groundhog
