// How the hosts of a plan are called, by HostId: nodes as the plan names them, then client machines c1 … cN.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog {

// Where every node listens.
inline constexpr std::uint16_t node_port = 6379;

inline std::string client_name(std::uint32_t client) { return "c" + std::to_string(client + 1); }

inline std::vector<std::string> host_names(const Plan& plan) {
  std::vector<std::string> names;
  names.reserve(plan.nodes.size() + plan.clients);
  for (const NodeSpec& node : plan.nodes) names.push_back(node.name);
  for (std::uint32_t client = 0; client < plan.clients; ++client) names.push_back(client_name(client));
  return names;
}

}  // namespace groundhog
