// The verb `clock_jump`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class ClockJump final : public Fault {
 public:
  ClockJump(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world),
        fault_(index),
        node_(world.host(parameter<std::string>(plan, "node"))),
        by_(parameter<Duration>(plan, "by")) {}

  void start() override {
    if (by_ == Duration{0}) return;
    world_.jump_wall_clock(node_, by_);
    world_.effective(fault_);
  }

  void stop() override {}

 private:
  World& world_;
  std::uint32_t fault_;
  HostId node_;
  Duration by_;
};

inline constexpr ParameterSpec clock_jump_parameters[] = {
    {"node", ParameterSpec::Kind::node, true, "whose wall clock jumps"},
    {"by", ParameterSpec::Kind::offset, true,
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
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<ClockJump>(world, plan, index);
    },
};

}  // namespace groundhog
