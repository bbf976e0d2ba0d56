// Verbs of an operator: who is primary, and who follows whom.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// The verb `promote`.
class Promote final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override { world_.promote(node_, fault_); }
};

inline constexpr KeySpec promote_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "who becomes primary"},
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
    .make = make_fault<Promote>,
};

// The verb `replicaof`.

class ReplicaOf final : public NodeFault {
 public:
  ReplicaOf(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), upstream_(world.host(parameter<std::string>(plan, "of"))) {}

  void start() override { world_.follow(node_, upstream_, fault_); }

 private:
  HostId upstream_;
};

inline constexpr KeySpec replicaof_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "who is told"},
    {"of", KeySpec::Kind::fault_node, true, "whom it follows from now on"},
};

inline void check_replicaof(const FaultParameters& parameters, std::span<const NodeSpec> nodes,
                            FaultProblems& problems) {
  const auto node = parameters.find("node");
  const auto upstream = parameters.find("of");
  if (node == parameters.end() || upstream == parameters.end()) return;
  if (nodes.size() < 2) return problems.at_fault("a node cannot follow itself, and there is no other");
  const auto present_name = [&](const FaultValue& value) {
    const auto& name = std::get<std::string>(value);
    return name == "primary" ? initial_primary(nodes) : name;
  };
  const std::string name = present_name(node->second);
  if (name == present_name(upstream->second) && name != "any") problems.at_value("of", "a node cannot follow itself");
}

inline constexpr FaultEntry replicaof_entry{
    .verb = "replicaof",
    .shape = FaultEntry::Shape::instant,
    .summary = "An operator makes a node follow another.",
    .description =
        "Sends the command that makes a node a replica of another from its own machine, past every network fault, "
        "until the node accepts it. It does not change where operations addressed to `primary` go: that is what "
        "`promote` is for. Effective when the node accepts; that it has synchronised is not waited for.",
    .parameters = replicaof_parameters,
    .make = make_fault<ReplicaOf>,
    .check = check_replicaof,
};

}  // namespace groundhog
