#include "checkers/model/topology.hpp"

#include <algorithm>

#include "sim/cluster/operator.hpp"

namespace groundhog::checkers {

Topology::Topology(const RunInfo& run) : commands_(run.role_commands), given_(run.role_commands.size()) {
  for (const std::optional<HostId>& upstream : run.upstreams) {
    nodes_.emplace_back();
    nodes_.back().assigned = nodes_.back().upstream = upstream;
  }
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
  const std::optional<NodePosition>& position = nodes[index(command->node)].position;
  const VirtualTime given = given_[static_cast<std::size_t>(command - commands_.data())];
  accept(command->node, command->upstream, {given, event.at, false}, position);
  // What was repeated on another connection may wait in the node's sockets, and be carried out after a later command.
  if (event.at - given >= Operator::reply_timeout) become_uncertain(command->node, position);
}

void Topology::on(const NodeStarted& event) {
  Place& place = nodes_[index(event.node)];
  place.uncertain = place.overlapped = false;
  place.latest.reset();
  change(event.node, place.assigned);
}

void Topology::on(const NodePosition& event) {
  const Place& place = nodes_[index(event.node)];
  if (place.uncertain || place.overlapped) follow_position(event);
}

void Topology::on(const OperationCompleted& event, const Operation& operation,
                  const std::optional<NodePosition>& position) {
  const HostId node = operation.node;
  for (const RoleCommand& command : commands_) {
    if (command.operation != event.operation || command.node != node) continue;
    const VirtualTime since = operation.delivered.value_or(operation.invoked);
    const VirtualTime by = operation.replied.value_or(event.at);
    if (event.outcome == Outcome::ok) accept(node, command.upstream, {since, by, true}, position);
    if (event.outcome == Outcome::unknown) become_uncertain(node, position);
  }
}

// The operator gives a node one command after the other. What a client hears late may have been carried out before the
// latest one.
void Topology::accept(HostId node, std::optional<HostId> upstream, Window window,
                      const std::optional<NodePosition>& position) {
  Place& place = nodes_[index(node)];
  if (place.latest && window.by < place.latest->since) return;
  const bool is_ordered = !place.latest || (!window.has_clients && !place.latest->has_clients);
  place.overlapped = !is_ordered && window.since <= place.latest->by;
  if (place.overlapped) {
    window = {std::min(window.since, place.latest->since), std::max(window.by, place.latest->by), true};
  }
  place.latest = window;
  change(node, upstream);
  if (place.overlapped && position) follow_position(*position);
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
