#include "sim/scenario/read_workload.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/plan/host_names.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

KeySpace read_keys(const Section& in) {
  KeySpace keys;
  in.read("count", keys.count);
  in.read("dist", keys.choice);
  in.read("theta", keys.theta);
  std::string names;
  in.read("names", names);
  keys.binary_names = names == "binary";
  return keys;
}

TtlSpec read_ttl(const Section& in) {
  TtlSpec ttl;
  TtlSpec written;
  in.read("dist", ttl.shape);
  in.read("mean", ttl.mean);
  in.read("step", ttl.step);
  const bool has_least = in.read("min", written.least);
  const bool has_most = in.read("max", written.most);
  if (!has_least || !has_most) return ttl;  // reported; half a range would look empty
  ttl.least = written.least;
  ttl.most = written.most;
  return ttl;
}

ValueSizes read_values(const Section& in) {
  ValueSizes values;
  in.read("dist", values.shape);
  in.read("min", values.least);
  in.read("max", values.most);
  return values;
}

std::vector<WeightedOperation> read_mix(const Section& in, const Guest& guest) {
  std::vector<WeightedOperation> mix;
  for (const OperationSpec& spec : guest.operations()) {
    const CommandSpec* command = find_command(guest.commands(), spec.form.substr(0, spec.form.find(' ')));
    mix.push_back({spec.form, command != nullptr && command->reads});
  }
  for (const YamlEntry& entry : in.entries("mix")) {
    const auto weight = in.decoder().decode(entry.value, {.kind = KeySpec::Kind::number});
    if (!in.decoder().judge_name(entry.mark, &KnownNames::operation_problem, entry.key) || !weight) continue;
    const auto spec = std::ranges::find(guest.operations(), entry.key, &OperationSpec::word);
    if (spec == guest.operations().end()) continue;
    mix[static_cast<std::size_t>(spec - guest.operations().begin())].weight = std::get<double>(*weight);
  }
  return mix;
}

PlannedOperation read_operation(const Section& in, const RoleNames& roles) {
  PlannedOperation operation;
  std::string client = "c1";
  std::string command;
  operation.node = roles.leading;
  in.read("at", operation.at);
  in.read("client", client);
  in.read("node", operation.node);
  in.read("cmd", command);
  operation.client = std::max(client_number(client).value_or(1), 1U) - 1;
  if (auto words = split_command(command)) operation.arguments = std::move(*words);
  return operation;
}

std::vector<PlannedOperation> read_operations(const Section& in, const RoleNames& roles) {
  std::vector<PlannedOperation> operations;
  for (const YamlValue& item : in.items("ops")) operations.push_back(read_operation(in.element("ops", item), roles));
  std::ranges::stable_sort(operations, {}, &PlannedOperation::at);
  return operations;
}

LearnSpec read_learn(const Section& in) {
  LearnSpec learn;
  if (in.find("learn")->kind != YamlValue::Kind::mapping) {
    learn.written = in.read_values<Duration>("learn");
    return learn;
  }
  const Section range = in.part("learn");
  range.read("min", learn.least);
  range.read("max", learn.most);
  return learn;
}

ClientWorkload read_client(const Section& in, const ScenarioBody& body) {
  ClientWorkload client;
  if (in.find("learn") != nullptr) client.learn = read_learn(in);
  client.nodes = in.read_values<std::string>("nodes");
  if (std::ranges::find(client.nodes, "any") != client.nodes.end()) {
    client.nodes.clear();
    for (const NodeSpec& node : body.plan.nodes) client.nodes.push_back(node.name);
  }
  std::erase_if(client.nodes, [&](const std::string& node) { return body.is_left_out(node); });
  std::string on_error;
  in.read("on_error", on_error);
  client.reconnects = on_error == "reconnect";
  in.read("pipeline", client.pipeline);
  in.read("inline", client.inline_share);
  return client;
}

void read_clients(const Section& in, ScenarioBody& body) {
  for (const YamlEntry& entry : in.entries("client")) {
    ClientWorkload client = read_client(in.element("client", entry.value), body);
    const auto number = client_number(entry.key);
    if (!in.decoder().judge_name(entry.mark, &KnownNames::client_problem, entry.key) || !number) continue;
    body.workload.clients[*number - 1] = std::move(client);
  }
}

}  // namespace

void read_workload(const Section& in, const Guest& guest, ScenarioBody& body) {
  WorkloadSpec& workload = body.workload;
  in.read("rate", workload.rate);
  in.read("arrivals", workload.arrivals);
  std::string connect;
  if (in.read("connect", connect)) workload.reads_anywhere = connect != body.plan.roles.leading;
  in.read("timeout", body.plan.operation_timeout);
  if (in.find("keys") != nullptr) workload.keys = read_keys(in.part("keys"));
  if (in.find("mix") != nullptr) workload.mix = read_mix(in, guest);
  if (in.find("ttl") != nullptr) workload.ttl = read_ttl(in.part("ttl"));
  if (in.find("values") != nullptr) workload.values = read_values(in.part("values"));
  if (in.find("learn") != nullptr) workload.learn = read_learn(in);
  in.read("pipeline", workload.pipeline);
  in.read("inline", workload.inline_share);
  read_clients(in, body);
  workload.fixed = read_operations(in, body.plan.roles);
  std::uint64_t clients = 0;
  for (const PlannedOperation& operation : workload.fixed) {
    clients = std::max<std::uint64_t>(clients, operation.client + 1);
  }
  in.read("clients", clients);
  body.plan.clients = static_cast<std::uint32_t>(std::min<std::uint64_t>(clients, max_clients));
}

}  // namespace groundhog
