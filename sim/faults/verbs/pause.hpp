// The verb `pause`.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class Pause final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override {
    if (world_.pause(node_, fault_)) effective();
  }

  void stop() override { world_.resume(node_, fault_); }
};

inline constexpr KeySpec pause_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process stands still"},
};

inline constexpr FaultEntry pause_entry{
    .verb = "pause",
    .shape = FaultEntry::Shape::window,
    .summary = "A node's process stands still (SIGSTOP, a long stall).",
    .description =
        "No callback of the process runs while it lasts. Its kernel lives: it completes connects, accepts and buffers "
        "bytes, and sends what the process had written. All clocks run on, so timers that came due fire after the "
        "pause, in a drawn order with the input that waited. Pauses that overlap add up; a process that is down is "
        "left alone.",
    .parameters = pause_parameters,
    .make = make_fault<Pause>,
};

}  // namespace groundhog
