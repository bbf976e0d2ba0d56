// The verb `clock_drift`.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class ClockDrift final : public NodeFault {
 public:
  ClockDrift(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index),
        ppm_(parameter<std::int64_t>(plan, "ppm")),
        has_window_(plan.lasts.has_value()) {}

  void start() override {
    if (world_.set_clock_drift(node_, ppm_, fault_)) effective();
  }

  void stop() override {
    if (has_window_) world_.restore_clock_drift(node_, fault_);
  }

 private:
  std::int64_t ppm_;
  bool has_window_;
};

inline constexpr KeySpec clock_drift_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose clocks drift"},
    {"ppm", KeySpec::Kind::ppm, true,
     "microseconds gained per second of true time; negative: lost; -500000 (half the rate) to 1000000 (twice the "
     "rate)"},
};

inline constexpr FaultEntry clock_drift_entry{
    .verb = "clock_drift",
    .shape = FaultEntry::Shape::window,
    .summary = "A node's clocks run fast or slow.",
    .description =
        "Sets the rate of both clocks of a node, wall and monotonic, so that its timers and heartbeats run fast "
        "or slow too. Neither clock steps. With `for` the former rate returns at the end; without, the new rate "
        "stays, through settle to the end of the run. Effective when the rate differs from the one before.",
    .parameters = clock_drift_parameters,
    .make = make_fault<ClockDrift>,
};

}  // namespace groundhog
