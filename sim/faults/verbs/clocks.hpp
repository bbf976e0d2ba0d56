// Verbs that act on a node's clocks.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// The verb `clock_drift`.
class ClockDrift final : public NodeFault {
 public:
  ClockDrift(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index),
        ppm_(parameter<std::int64_t>(plan, "ppm")),
        clocks_(parameter_or(plan, "wall", false) ? World::Clocks::wall : World::Clocks::both),
        has_window_(plan.lasts.has_value()) {}

  void start() override { world_.set_clock_drift(node_, clocks_, ppm_, fault_); }

  void stop() override {
    if (has_window_) world_.restore_clock_drift(node_, fault_);
  }

 private:
  std::int64_t ppm_;
  World::Clocks clocks_;
  bool has_window_;
};

inline constexpr KeySpec clock_drift_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose clocks drift"},
    {"ppm", KeySpec::Kind::ppm, true,
     "microseconds gained per second of true time; negative: lost; -500000 (half the rate) to 1000000 (twice the "
     "rate)"},
    {"wall", KeySpec::Kind::flag, false, "its wall clock alone: timers keep their pace"},
};

inline constexpr std::string_view clock_drift_causes[] = {"an oscillator is off", "NTP slews the clock"};

inline constexpr FaultEntry clock_drift_entry{
    .verb = "clock_drift",
    .summary = "A node's clocks run fast or slow.",
    .description =
        "Sets the rate of both clocks of a node, wall and monotonic, so that its timers and heartbeats run fast or "
        "slow too; or with `wall` that of the wall clock, on top of both. Neither clock steps. With `for` the former "
        "rate returns at the end; without, the new rate stays, "
        "through settle to the end of the run. Effective when the node reads a clock that shows another time than it "
        "would without the drift.",
    .parameters = clock_drift_parameters,
    .make = make_fault<ClockDrift>,
    .causes = clock_drift_causes,
};

// The verb `clock_freeze`.

class ClockFreeze final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override { world_.freeze_wall_clock(node_, true, fault_); }
  void stop() override { world_.freeze_wall_clock(node_, false, fault_); }
};

inline constexpr KeySpec clock_freeze_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose wall clock stands still"},
};

inline constexpr std::string_view clock_freeze_causes[] = {
    "a virtual machine is restored or migrated, its wall clock stopped"};

inline constexpr FaultEntry clock_freeze_entry{
    .verb = "clock_freeze",
    .summary = "A node's wall clock stands still.",
    .description =
        "The wall clock of a node shows the same instant for as long as the fault lasts, then continues from there: "
        "it stays behind by that much. The monotonic clock, and with it every timer, runs on. Effective when the "
        "node reads a wall clock that shows another time than it would without the freeze.",
    .parameters = clock_freeze_parameters,
    .make = make_fault<ClockFreeze>,
    .causes = clock_freeze_causes,
};

// The verb `clock_jump`.

class ClockJump final : public NodeFault {
 public:
  ClockJump(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), by_(parameter<Duration>(plan, "by")) {}

  void start() override { world_.jump_wall_clock(node_, by_, fault_); }

 private:
  Duration by_;
};

inline constexpr KeySpec clock_jump_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose wall clock jumps"},
    {"by", KeySpec::Kind::offset, true,
     "how far; negative: back; the clock stays within 5000000000s (158 years) of true time"},
};

inline constexpr std::string_view clock_jump_causes[] = {"NTP or an operator steps the clock", "a leap second"};

inline constexpr FaultEntry clock_jump_entry{
    .verb = "clock_jump",
    .shape = FaultEntry::Shape::instant,
    .summary = "A node's wall clock steps forward or back.",
    .description =
        "The wall clock of a node steps by a fixed amount, as after a correction by NTP or an operator, and runs on "
        "from there. The monotonic clock does not notice: no timer fires earlier or later. The step stays. Effective "
        "when the node reads its wall clock.",
    .parameters = clock_jump_parameters,
    .make = make_fault<ClockJump>,
    .causes = clock_jump_causes,
};

}  // namespace groundhog
