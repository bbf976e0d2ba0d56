// What a node says of itself in answer to INFO and ROLE, as Redis words it, read back.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checkers/model/node_model.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

// Empty where it says nothing of it.
struct NodeReport {
  std::optional<Role> role;
  std::optional<HistoryId> history;
  std::optional<std::uint64_t> offset;
  std::optional<std::uint64_t> keys;

  // Whether all of it is true of one state of this stretch.
  bool holds_in(const Residence& residence, std::uint64_t first, std::uint64_t last) const;
};

// `sections`: those that were asked for, in any case; none is all. nullopt: a section is missing, or there though it
// was not asked for, or lacks a line that clients rely on.
std::optional<NodeReport> read_info(std::string_view text, std::span<const std::string> sections);

std::optional<NodeReport> read_role(const Reply& reply);

}  // namespace groundhog::checkers
