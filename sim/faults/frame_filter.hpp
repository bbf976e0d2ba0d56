// Decides which frames a message fault acts on: FrameMatch with its names resolved and its counting state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/faults/world.hpp"
#include "sim/plan/fault_parameters.hpp"

namespace groundhog {

// Counting (`first`, `nth`, `every_nth`) begins with the filter, over all frames that meet the other conditions.
class FrameFilter {
 public:
  FrameFilter(const World& world, const FrameMatch& match);

  // Asked once for each frame, in order.
  bool takes(const Frame& frame);

 private:
  bool meets_conditions(const Frame& frame);
  bool meets_count() const;

  const World& world_;
  const FrameMatch& match_;
  std::optional<HostId> from_;
  std::optional<HostId> to_;
  bool armed_;                  // after_event has happened, or there is none
  std::uint64_t matching_ = 0;  // frames that met the conditions so far
};

}  // namespace groundhog
