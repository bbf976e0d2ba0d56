#include "sim/faults/role_commands.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "sim/core/characters.hpp"
#include "sim/faults/fault.hpp"
#include "sim/plan/host_names.hpp"

namespace groundhog {
namespace {

HostId find_node(const Plan& plan, std::string_view name) {
  const auto found = std::ranges::find(plan.nodes, name, &NodeSpec::name);
  return found == plan.nodes.end() ? no_host : HostId{static_cast<std::uint32_t>(found - plan.nodes.begin())};
}

void add_operation(const Plan& plan, std::uint32_t number, std::vector<RoleCommand>& commands) {
  const PlannedOperation& operation = plan.operations[number];
  const std::span<const std::string> words = operation.arguments;
  if (words.size() != 3 || (!equal_ignoring_case(words[0], "REPLICAOF") && !equal_ignoring_case(words[0], "SLAVEOF")))
    return;
  RoleCommand command{.fault = {}, .operation = OperationId{number}, .node = {}, .upstream = {}, .at = {}};
  if (!equal_ignoring_case(words[1], "NO") || !equal_ignoring_case(words[2], "ONE")) {
    command.upstream = words[2] == std::to_string(node_port) ? find_node(plan, words[1]) : no_host;
  }
  for (const NodeSpec& node : plan.nodes) {
    if (operation.node != node.name && operation.node != plan.roles.leading) continue;
    command.node = find_node(plan, node.name);
    commands.push_back(command);
  }
}

std::vector<std::optional<HostId>> last_upstreams(const std::vector<RoleCommand>& commands, HostId node,
                                                  std::optional<HostId> timed) {
  std::vector<std::optional<HostId>> possible;
  std::optional<Duration> last;
  for (const RoleCommand& command : commands) {
    if (command.node != node) continue;
    if (!command.at) {
      possible.push_back(command.upstream);
    } else if (!last || *command.at > *last) {
      last = command.at;
      timed = command.upstream;
    } else if (*command.at == *last) {
      possible.push_back(command.upstream);  // which comes first at one instant is drawn
    }
  }
  possible.push_back(timed);
  return possible;
}

}  // namespace

std::vector<RoleCommand> role_commands(const Plan& plan) {
  std::vector<RoleCommand> commands;
  for (std::uint32_t number = 0; number < plan.faults.size(); ++number) {
    const PlannedFault& fault = plan.faults[number];
    if (fault.verb != "promote" && fault.verb != "replicaof") continue;
    RoleCommand command{.fault = number,
                        .operation = {},
                        .node = find_node(plan, parameter<std::string>(fault, "node")),
                        .upstream = {},
                        .at = fault.when ? std::nullopt : std::optional(fault.at)};
    if (fault.verb == "replicaof") command.upstream = find_node(plan, parameter<std::string>(fault, "of"));
    if (command.node != no_host) commands.push_back(command);
  }
  for (std::uint32_t number = 0; number < plan.operations.size(); ++number) add_operation(plan, number, commands);
  return commands;
}

bool changes_leader(std::string_view verb) { return verb == "promote"; }

std::uint64_t leader_changes(const Plan& plan) {
  std::uint64_t count = 0;
  for (const PlannedFault& fault : plan.faults) {
    if (changes_leader(fault.verb)) count += fault.when ? fault.when->times : 1;
  }
  return count;
}

std::vector<std::optional<HostId>> initial_upstreams(const Plan& plan) {
  std::vector<std::optional<HostId>> upstreams;
  for (const NodeSpec& node : plan.nodes) {
    upstreams.push_back(node.upstream ? std::optional(find_node(plan, *node.upstream)) : std::nullopt);
  }
  return upstreams;
}

std::vector<std::vector<std::optional<HostId>>> upstreams_in_settle(const Plan& plan) {
  const std::vector<RoleCommand> commands = role_commands(plan);
  const std::vector<std::optional<HostId>> initial = initial_upstreams(plan);
  std::vector<std::vector<std::optional<HostId>>> upstreams;
  for (std::uint32_t node = 0; node < plan.nodes.size(); ++node) {
    upstreams.push_back(last_upstreams(commands, HostId{node}, initial[node]));
  }
  return upstreams;
}

}  // namespace groundhog
