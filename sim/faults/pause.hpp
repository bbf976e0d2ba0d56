// The verb `pause`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class Pause final : public Fault {
 public:
  Pause(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world), fault_(index), node_(world.host(parameter<std::string>(plan, "node"))) {}

  void start() override {
    if (world_.pause(node_, fault_)) world_.effective(fault_);
  }

  void stop() override { world_.resume(node_, fault_); }

 private:
  World& world_;
  std::uint32_t fault_;
  HostId node_;
};

inline constexpr ParameterSpec pause_parameters[] = {
    {"node", ParameterSpec::Kind::node, true, "whose process stands still"},
};

inline constexpr FaultEntry pause_entry{
    .verb = "pause",
    .shape = FaultEntry::Shape::window,
    .summary = "A node's process stands still (SIGSTOP, a long stall).",
    .description =
        "No callback of the process runs while it lasts. Its kernel lives: it completes connects, accepts and buffers "
        "bytes, and sends what the process had written. All clocks run on, so timers that came due fire after the "
        "pause, in a drawn order with the input that waited. Pauses that overlap add up; a process that is down is "
        "left "
        "alone.",
    .parameters = pause_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<Pause>(world, plan, index);
    },
};

}  // namespace groundhog
