#include "sim/scenario/names.hpp"

#include <algorithm>

namespace groundhog {
namespace {

std::uint32_t clients_named_by_ops(const YamlValue& workload) {
  const YamlValue* ops = workload.find("ops");
  if (ops == nullptr) return 0;
  std::uint32_t most = ops->items.empty() ? 0 : 1;
  for (const YamlValue& operation : ops->items) {
    const YamlValue* client = operation.find("client");
    if (client != nullptr) most = std::max(most, client_number(client->text).value_or(0));
  }
  return most;
}

// A placeholder counts as its largest value.
std::uint32_t client_count(const YamlValue& clients, std::span<const Param> params) {
  std::vector<std::string> texts{clients.text};
  if (clients.param != YamlValue::no_param) texts = params[clients.param].extremes();
  std::uint64_t most = 0;
  for (const std::string& text : texts) most = std::max(most, parse_count(text).value_or(0));
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(most, max_clients));
}

}  // namespace

bool ScenarioNames::is_node(std::string_view name) const {
  return std::find(nodes.begin(), nodes.end(), name) != nodes.end();
}

bool ScenarioNames::is_client(std::string_view name) const {
  const auto number = client_number(name);
  return number && *number >= 1 && *number <= clients;
}

ScenarioNames collect_names(const YamlValue& root, std::span<const Param> params) {
  ScenarioNames names;
  const YamlValue* cluster = root.find("cluster");
  const YamlValue* nodes = cluster != nullptr ? cluster->find("nodes") : nullptr;
  if (nodes != nullptr) {
    for (const YamlEntry& entry : nodes->entries) names.nodes.push_back(entry.key);
  }
  const YamlValue* workload = root.find("workload");
  if (workload == nullptr) return names;
  const YamlValue* clients = workload->find("clients");
  names.has_client_count = clients != nullptr;
  names.clients = clients != nullptr ? client_count(*clients, params) : clients_named_by_ops(*workload);
  return names;
}

std::optional<std::uint32_t> client_number(std::string_view name) {
  if (name.size() < 2 || name.size() > 5 || name.front() != 'c' || name[1] == '0') return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

}  // namespace groundhog
