// How the hosts of a plan are called, by HostId: nodes as the plan names them, then client machines c1 … cN; and which
// links a selector names by them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog {

// Where every node listens.
inline constexpr std::uint16_t node_port = 6379;

inline std::string client_name(std::uint32_t client) { return "c" + std::to_string(client + 1); }

// 1 for "c1"; nullopt if the name is not of this form.
inline std::optional<std::uint32_t> client_number(std::string_view name) {
  if (name.size() < 2 || name.size() > 5 || name.front() != 'c' || name[1] == '0') return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

// The node that is primary at the start; empty if there is none.
inline std::string initial_primary(std::span<const NodeSpec> nodes) {
  for (const NodeSpec& node : nodes) {
    if (!node.upstream) return node.name;
  }
  return {};
}

inline std::vector<std::string> host_names(const Plan& plan) {
  std::vector<std::string> names;
  names.reserve(plan.nodes.size() + plan.clients);
  for (const NodeSpec& node : plan.nodes) names.push_back(node.name);
  for (std::uint32_t client = 0; client < plan.clients; ++client) names.push_back(client_name(client));
  return names;
}

// Whether a selector of links (LinkSelector, LinkOverride) names the link between these hosts, in this direction.
template <typename Selector>
bool selects(const Selector& selector, std::string_view from, std::string_view to) {
  const auto names = [](std::string_view pattern, std::string_view name) { return pattern == "*" || pattern == name; };
  const bool there = names(selector.from, from) && names(selector.to, to);
  return there || (selector.both_ways && names(selector.from, to) && names(selector.to, from));
}

}  // namespace groundhog
