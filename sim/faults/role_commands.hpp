// Who follows whom, as far as a plan says: the upstreams at the start and what nodes are commanded later.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// A `promote` or `replicaof` of the operator, or a REPLICAOF among the operations of a client.
struct RoleCommand {
  std::optional<std::uint32_t> fault;    // index in the plan
  std::optional<OperationId> operation;  // one of both
  HostId node;                           // that gets the command
  std::optional<HostId> upstream;        // whom it follows from then on; no_host: no node of the plan; none: a primary

  // Whether it has a time of its own; if not, it may come at any time, or never.
  std::optional<Duration> at;
};

// Faults in the order of the plan, then operations; one that goes to the primary of its time is listed for each node.
// A plan under reduction may name nodes that it has no longer: commands to them are left out.
std::vector<RoleCommand> role_commands(const Plan& plan);

// Whether faults with this verb make another node lead.
bool changes_leader(std::string_view verb);

// How often faults of the plan may do so.
std::uint64_t leader_changes(const Plan& plan);

// By node, in the order of the plan; none: a primary.
std::vector<std::optional<HostId>> initial_upstreams(const Plan& plan);

// By node: whom it may follow when all commands are carried out. That is the last one that has a time of its own, else
// the upstream at the start; and each one that waits for an event, which may come last or never.
std::vector<std::vector<std::optional<HostId>>> upstreams_in_settle(const Plan& plan);

}  // namespace groundhog
