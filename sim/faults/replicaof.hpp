// The verb `replicaof`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class ReplicaOf final : public Fault {
 public:
  ReplicaOf(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world),
        fault_(index),
        node_(world.host(parameter<std::string>(plan, "node"))),
        upstream_(world.host(parameter<std::string>(plan, "of"))) {}

  void start() override { world_.follow(node_, upstream_, fault_); }
  void stop() override {}

 private:
  World& world_;
  std::uint32_t fault_;
  HostId node_;
  HostId upstream_;
};

inline constexpr ParameterSpec replicaof_parameters[] = {
    {"node", ParameterSpec::Kind::node, true, "who is told"},
    {"of", ParameterSpec::Kind::node, true, "whom it follows from now on"},
};

inline constexpr FaultEntry replicaof_entry{
    .verb = "replicaof",
    .shape = FaultEntry::Shape::instant,
    .summary = "An operator makes a node follow another.",
    .description =
        "Sends the command that makes a node a replica of another from its own machine, past every network fault, "
        "until the node accepts it. It does not change where operations addressed to `primary` go: that is what "
        "`promote` is for. Effective when the node accepts; that it has synchronised is not waited for.",
    .parameters = replicaof_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<ReplicaOf>(world, plan, index);
    },
};

}  // namespace groundhog
