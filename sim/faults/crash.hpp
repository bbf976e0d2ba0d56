// The verb `crash`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class Crash final : public Fault {
 public:
  Crash(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world),
        fault_(index),
        node_(world.host(parameter<std::string>(plan, "node"))),
        host_failed_(parameter_or(plan, "host", false)) {}

  void start() override {
    killed_ = world_.crash(node_, host_failed_);
    if (killed_) world_.effective(fault_);
  }

  void stop() override {
    if (killed_) world_.restart(node_);
  }

 private:
  World& world_;
  std::uint32_t fault_;
  HostId node_;
  bool host_failed_;
  bool killed_ = false;
};

inline constexpr ParameterSpec crash_parameters[] = {
    {"node", ParameterSpec::Kind::node, true, "whose process dies"},
    {"host", ParameterSpec::Kind::flag, false, "the machine loses power: nothing more leaves it, not even a FIN"},
    {"restart_after", ParameterSpec::Kind::length, false,
     "how long until it starts again, limited as `for` and instead of it; default: after `for`, else at settle"},
};

inline constexpr FaultEntry crash_entry{
    .verb = "crash",
    .shape = FaultEntry::Shape::window,
    .summary = "A node's process dies (kill -9) and starts again, empty.",
    .description =
        "Kills the process between two of its callbacks: no destructor, no goodbye reaches the network. Bytes that "
        "its kernel had accepted are still delivered, then FIN, or RST if unread input remained; connects are "
        "refused until the restart. With `host: true` the machine loses power: nothing more leaves it, and peers "
        "stay half-open until the restarted machine answers their next segment with RST. The restarted process "
        "has no data; its clocks go on. A process that is down already is left alone.",
    .parameters = crash_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<Crash>(world, plan, index);
    },
};

}  // namespace groundhog
