// When the clients of a generated workload have an operation to send.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

struct DueOperation {
  Duration at;
  std::uint32_t client;   // 0-based
  std::uint32_t ordinal;  // 1-based, of this client

  friend bool operator<(const DueOperation& a, const DueOperation& b) {
    return std::tie(a.at, a.client, a.ordinal) < std::tie(b.at, b.client, b.ordinal);
  }
};

// In their order, before the end of chaos. Keyed by client: one more changes the others' pace, since they share the
// rate, and no draw.
std::vector<DueOperation> draw_arrivals(const ScenarioBody& body, RandomKey key);

}  // namespace groundhog
