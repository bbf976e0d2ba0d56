// The verb `clock_freeze`.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class ClockFreeze final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override {
    world_.freeze_wall_clock(node_, true);
    effective();
  }

  void stop() override { world_.freeze_wall_clock(node_, false); }
};

inline constexpr KeySpec clock_freeze_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose wall clock stands still"},
};

inline constexpr FaultEntry clock_freeze_entry{
    .verb = "clock_freeze",
    .shape = FaultEntry::Shape::window,
    .summary = "A node's wall clock stands still.",
    .description =
        "The wall clock of a node shows the same instant for as long as the fault lasts, then goes on from there: "
        "it stays behind by that much. The monotonic clock, and with it every timer, runs on.",
    .parameters = clock_freeze_parameters,
    .make = make_fault<ClockFreeze>,
};

}  // namespace groundhog
