// The directed links that a selector of a plan names.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/faults/world.hpp"
#include "sim/plan/fault_parameters.hpp"

namespace groundhog {

using DirectedLinks = std::vector<std::pair<HostId, HostId>>;

// Each once; between different hosts only.
inline DirectedLinks selected_links(const World& world, const LinkSelector& selector) {
  const std::string_view every_host = "*";
  const auto matches = [&world, every_host](std::string_view name, HostId host) {
    return name == every_host || world.host(name) == host;
  };
  DirectedLinks links;
  for (std::uint32_t i = 0; i < world.host_count(); ++i) {
    for (std::uint32_t j = 0; j < world.host_count(); ++j) {
      const HostId from{i};
      const HostId to{j};
      const bool there = matches(selector.from, from) && matches(selector.to, to);
      const bool back = selector.both_ways && matches(selector.from, to) && matches(selector.to, from);
      if (i != j && (there || back)) links.emplace_back(from, to);
    }
  }
  return links;
}

}  // namespace groundhog
