#include "checkers/model/topology.hpp"

#include <algorithm>

#include "sim/cluster/operator.hpp"

namespace groundhog::checkers {

Topology::Topology(const RunInfo& run) : commands_(run.role_commands), given_(run.role_commands.size()) {
  for (const std::optional<HostId>& upstream : run.upstreams) nodes_.push_back({upstream, upstream});
}

void Topology::on(const FaultStarted& event) {
  const RoleCommand* command = find(event.fault);
  if (command == nullptr) return;
  nodes_[index(command->node)].assigned = command->upstream;
  given_[static_cast<std::size_t>(command - commands_.data())] = event.at;
}

void Topology::on(const FaultEffective& event, std::span<const NodeModel> nodes) {
  const RoleCommand* command = find(event.fault);
  if (command == nullptr) return;
  change(command->node, command->upstream);
  // What was repeated on another connection may wait in the node's sockets, and be carried out after a later command.
  const bool repeated =
      event.at - given_[static_cast<std::size_t>(command - commands_.data())] >= Operator::reply_timeout;
  if (repeated) become_uncertain(command->node, nodes[index(command->node)].position);
}

void Topology::on(const NodeStarted& event) {
  nodes_[index(event.node)].uncertain = false;
  change(event.node, nodes_[index(event.node)].assigned);
}

void Topology::on(const NodePosition& event) {
  if (nodes_[index(event.node)].uncertain) follow_position(event);
}

void Topology::on(const OperationCompleted& event, HostId node, const std::optional<NodePosition>& position) {
  for (const RoleCommand& command : commands_) {
    if (command.operation != event.operation || command.node != node) continue;
    if (event.outcome == Outcome::ok) change(node, command.upstream);
    if (event.outcome == Outcome::unknown) become_uncertain(node, position);
  }
}

std::optional<HostId> Topology::root_of(HostId node) const {
  for (std::size_t steps = 0; steps <= nodes_.size() && index(node) < nodes_.size(); ++steps) {
    const std::optional<HostId> upstream = upstream_of(node);
    if (!upstream) return node;
    node = *upstream;
  }
  return std::nullopt;
}

std::uint32_t Topology::depth_of(HostId node) const {
  std::uint32_t depth = 0;
  for (auto up = upstream_of(node); up && index(*up) < nodes_.size() && depth < nodes_.size(); up = upstream_of(*up)) {
    ++depth;
  }
  return depth;
}

const RoleCommand* Topology::find(std::uint32_t fault) const {
  for (const RoleCommand& command : commands_) {
    if (command.fault == fault) return &command;
  }
  return nullptr;
}

void Topology::become_uncertain(HostId node, const std::optional<NodePosition>& position) {
  nodes_[index(node)].uncertain = true;
  if (position) follow_position(*position);
}

// It may be in any role that it was asked to take, and in no other. A position shows the host that it follows and not
// the port: after a command that leads to no node of the plan it may be that one.
void Topology::follow_position(const NodePosition& position) {
  const auto was_asked = [&](std::optional<HostId> upstream) {
    return std::ranges::any_of(commands_, [&](const RoleCommand& command) {
      return command.node == position.node && command.upstream == upstream;
    });
  };
  auto shown = position.role == Role::primary ? std::nullopt : std::optional(position.upstream);
  if (shown && was_asked(no_host)) shown = no_host;
  if (was_asked(shown)) change(position.node, shown);
}

void Topology::change(HostId node, std::optional<HostId> upstream) {
  if (nodes_[index(node)].upstream == upstream) return;
  nodes_[index(node)].upstream = upstream;
  ++changes_;
}

}  // namespace groundhog::checkers
