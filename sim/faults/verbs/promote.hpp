// The verb `promote`.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

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

}  // namespace groundhog
