// The verb `clock_freeze`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class ClockFreeze final : public Fault {
 public:
  ClockFreeze(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world), fault_(index), node_(world.host(parameter<std::string>(plan, "node"))) {}

  void start() override {
    world_.freeze_wall_clock(node_, true);
    world_.effective(fault_);
  }

  void stop() override { world_.freeze_wall_clock(node_, false); }

 private:
  World& world_;
  std::uint32_t fault_;
  HostId node_;
};

inline constexpr ParameterSpec clock_freeze_parameters[] = {
    {"node", ParameterSpec::Kind::node, true, "whose wall clock stands still"},
};

inline constexpr FaultEntry clock_freeze_entry{
    .verb = "clock_freeze",
    .shape = FaultEntry::Shape::window,
    .summary = "A node's wall clock stands still.",
    .description =
        "The wall clock of a node shows the same instant for as long as the fault lasts, then goes on from there: "
        "it stays behind by that much. The monotonic clock, and with it every timer, runs on.",
    .parameters = clock_freeze_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<ClockFreeze>(world, plan, index);
    },
};

}  // namespace groundhog
