// What the parts of a generated scenario must know of one another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/loader.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::hunt {

using seam::Duration;

struct Sketch {
  const LoaderContext& language;

  Duration chaos{0};
  std::vector<std::string> nodes = {};  // the primary first
  std::uint64_t clients = 0;            // 0: no workload
  std::uint64_t keys = 16;              // k0, k1 … of the workload
  bool has_binary_keys = false;         // not those, then

  // Of the whole network, outside of faults. A window of heartbeats must be longer, or no replica ever streams.
  Duration round_trip{0};
  bool is_lossy = false;

  // Params of the scenario: "name: {…}" each. Parts that use one add it here.
  std::vector<std::string> params = {};
};

}  // namespace groundhog::hunt
