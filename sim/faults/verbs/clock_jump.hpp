// The verb `clock_jump`.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class ClockJump final : public NodeFault {
 public:
  ClockJump(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), by_(parameter<Duration>(plan, "by")) {}

  void start() override {
    if (by_ == Duration{0}) return;
    world_.jump_wall_clock(node_, by_);
    effective();
  }

 private:
  Duration by_;
};

inline constexpr KeySpec clock_jump_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose wall clock jumps"},
    {"by", KeySpec::Kind::offset, true,
     "how far; negative: back; the clock stays within 5000000000s (158 years) of true time"},
};

inline constexpr FaultEntry clock_jump_entry{
    .verb = "clock_jump",
    .shape = FaultEntry::Shape::instant,
    .summary = "A node's wall clock steps forward or back.",
    .description =
        "The wall clock of a node steps by a fixed amount, as after a correction by NTP or an operator, and runs on "
        "from there. The monotonic clock does not notice: no timer fires earlier or later. The step stays.",
    .parameters = clock_jump_parameters,
    .make = make_fault<ClockJump>,
};

}  // namespace groundhog
