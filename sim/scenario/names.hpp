// The names that a scenario itself introduces: its nodes and client machines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/params.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

constexpr std::uint32_t max_clients = 1000;

struct ScenarioNames {
  std::vector<std::string_view> nodes;  // in the order of the file; borrowed from the document
  std::uint32_t clients = 0;            // machines c1 … cN
  bool has_client_count = false;        // `clients` is written; else it is as many as `ops` names

  bool is_node(std::string_view name) const;
  bool is_client(std::string_view name) const;
};

ScenarioNames collect_names(const YamlValue& root, std::span<const Param> params);

// 1 for "c1"; nullopt if the name is not of this form.
std::optional<std::uint32_t> client_number(std::string_view name);

}  // namespace groundhog
