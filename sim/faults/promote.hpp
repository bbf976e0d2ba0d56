// The verb `promote`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class Promote final : public Fault {
 public:
  Promote(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world), fault_(index), node_(world.host(parameter<std::string>(plan, "node"))) {}

  void start() override { world_.promote(node_, fault_); }
  void stop() override {}

 private:
  World& world_;
  std::uint32_t fault_;
  HostId node_;
};

inline constexpr ParameterSpec promote_parameters[] = {
    {"node", ParameterSpec::Kind::node, true, "who becomes primary"},
};

inline constexpr FaultEntry promote_entry{
    .verb = "promote",
    .shape = FaultEntry::Shape::instant,
    .summary = "An operator makes a node primary.",
    .description =
        "Sends the promotion command to a node from its own machine, past every network fault, until the node accepts "
        "it. From its time on, operations addressed to `primary` go there. The former primary is not told: it "
        "goes on acknowledging until `replicaof` reaches it. Effective when the node accepts.",
    .parameters = promote_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<Promote>(world, plan, index);
    },
};

}  // namespace groundhog
