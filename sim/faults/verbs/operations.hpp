// Verbs of an operator: who leads, who follows whom, and knobs.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// The verb `config`.
class Config final : public NodeFault {
 public:
  Config(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), knobs_(parameter<Knobs>(plan, "set")) {}

  void start() override { world_.configure(node_, knobs_, fault_); }
  void stop() override { world_.restore_configuration(node_, fault_); }

 private:
  Knobs knobs_;
};

inline constexpr KeySpec config_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose knobs change"},
    {"set", KeySpec::Kind::new_knobs, true, "knobs and their values, as under `cluster.config`"},
};

inline constexpr std::string_view config_causes[] = {"an operator changes a setting while a node runs",
                                                     "less memory for values than they need: `maxmemory`"};

inline constexpr FaultEntry config_entry{
    .verb = "config",
    .summary = "An operator changes knobs of a running node.",
    .description =
        "Sends the command that sets knobs to a node from its own machine, past every network fault, until the node "
        "accepts it; when the fault ends, the one that sets them back. Of several faults the latest counts, knob by "
        "knob. A node that starts again has the knobs of the scenario. Which knobs can change: `list knobs`. Effective "
        "when the node accepts.",
    .parameters = config_parameters,
    .make = make_fault<Config>,
    .causes = config_causes,
};

// The verb `promote`.
class Promote final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override { world_.promote(node_, fault_); }
};

inline constexpr KeySpec promote_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "who leads from then on"},
};

inline constexpr std::string_view promote_causes[] = {"an operator fails over"};

inline constexpr FaultEntry promote_entry{
    .verb = "promote",
    .shape = FaultEntry::Shape::instant,
    .summary = "An operator promotes a node: it leads from then on.",
    .description =
        "Sends the promotion command to a node from its own machine, past every network fault, until the node "
        "accepts it. From its time on, operations for the node that leads go there. The one that led before learns "
        "nothing: it acknowledges writes until `replicaof` reaches it. Effective when the node accepts.",
    .parameters = promote_parameters,
    .make = make_fault<Promote>,
    .causes = promote_causes,
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
    {"node", KeySpec::Kind::fault_node, true, "that gets the command"},
    {"of", KeySpec::Kind::fault_node, true, "whom it follows from now on"},
};

inline void check_replicaof(const FaultParameters& parameters, std::span<const NodeSpec> nodes,
                            FaultProblems& problems) {
  const auto node = parameters.find("node");
  const auto upstream = parameters.find("of");
  if (node == parameters.end() || upstream == parameters.end()) return;
  if (nodes.size() < 2) return problems.at_fault("a node cannot follow itself, and there is no other");
  const bool is_drawn = node->second == FaultValue("any");
  if (node->second == upstream->second && !is_drawn) problems.at_value("of", "a node cannot follow itself");
}

inline constexpr std::string_view replicaof_causes[] = {"an operator moves a replica"};

inline constexpr FaultEntry replicaof_entry{
    .verb = "replicaof",
    .shape = FaultEntry::Shape::instant,
    .summary = "An operator makes a node follow another.",
    .description =
        "Sends the command that makes a node follow another from its own machine, past every network fault, until "
        "the node accepts it. It does not change where operations for the node that leads go: that is what `promote` "
        "is for. Effective when the node accepts; that it has synchronised is not waited for.",
    .parameters = replicaof_parameters,
    .make = make_fault<ReplicaOf>,
    .check = check_replicaof,
    .causes = replicaof_causes,
};

}  // namespace groundhog
