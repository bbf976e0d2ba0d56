// Verbs that act on a node's process.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// The verb `crash`.
class Crash final : public NodeFault {
 public:
  Crash(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), host_failed_(parameter_or(plan, "host", false)) {}

  void start() override {
    killed_ = world_.crash(node_, host_failed_);
    if (killed_) effective();
  }

  void stop() override {
    if (killed_) world_.restart(node_);
  }

 private:
  bool host_failed_;
  bool killed_ = false;
};

inline constexpr KeySpec crash_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process dies"},
    {"host", KeySpec::Kind::flag, false, "the machine loses power: nothing more leaves it, not even a FIN"},
    {"restart_after", KeySpec::Kind::length, false,
     "how long until it starts again, limited as `for` and instead of it; default: after `for`, else at settle"},
};

inline constexpr FaultEntry crash_entry{
    .verb = "crash",
    .summary = "A node's process dies (kill -9) and starts again, empty.",
    .description =
        "Kills the process between two of its callbacks: no destructor, no goodbye reaches the network. Bytes that "
        "its kernel had accepted are still delivered, then FIN, or RST if unread input remained; connects are "
        "refused until the restart. With `host: true` the machine loses power: nothing more leaves it, and peers "
        "stay half-open until the restarted machine answers their next segment with RST. The restarted process "
        "has no data; its clocks run on. A process that is down already is left alone.",
    .parameters = crash_parameters,
    .make = make_fault<Crash>,
};

// The verb `pause`.

class Pause final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override { world_.pause(node_, fault_); }
  void stop() override { world_.resume(node_, fault_); }
};

inline constexpr KeySpec pause_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process stands still"},
};

inline constexpr FaultEntry pause_entry{
    .verb = "pause",
    .summary = "A node's process stands still (SIGSTOP, a long stall).",
    .description =
        "No callback of the process runs while it lasts. Its kernel works on: it completes connects, accepts and "
        "buffers "
        "bytes, and sends what the process had written. All clocks run on, so timers that came due fire after the "
        "pause, in a drawn order with the input that waited. Pauses that overlap add up; a process that is down is "
        "left alone. Effective when it withholds a callback.",
    .parameters = pause_parameters,
    .make = make_fault<Pause>,
};

}  // namespace groundhog
