#include "checkers/model/topology.hpp"

namespace groundhog {

Topology::Topology(const RunInfo& run) : commands_(run.role_commands) {
  for (const std::optional<HostId>& upstream : run.upstreams) nodes_.push_back({upstream, upstream});
}

void Topology::on(const FaultStarted& event) {
  if (const RoleCommand* command = find(event.fault)) nodes_[index(command->node)].assigned = command->upstream;
}

void Topology::on(const FaultEffective& event) {
  if (const RoleCommand* command = find(event.fault)) change(command->node, command->upstream);
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
    if (event.outcome != Outcome::unknown) continue;
    nodes_[index(node)].uncertain = true;
    if (position) follow_position(*position);
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

void Topology::follow_position(const NodePosition& position) {
  change(position.node, position.role == Role::primary ? std::nullopt : std::optional(position.upstream));
}

void Topology::change(HostId node, std::optional<HostId> upstream) {
  if (nodes_[index(node)].upstream == upstream) return;
  nodes_[index(node)].upstream = upstream;
  ++changes_;
}

}  // namespace groundhog
