// Parameters of a fault as data. A verb declares which it takes (sim/faults/fault_table.hpp); the loader fills them in,
// the printer writes them back, the shrinker reduces them. No verb needs code in any of these.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

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

using FaultValue = std::variant<bool, std::int64_t, double, Duration, std::string, LinkSelector, Groups, FrameMatch>;

// Parameter name -> value, as declared by the verb. Ordered, so that printing and hashing are stable.
using FaultParameters = std::map<std::string, FaultValue>;

}  // namespace groundhog
