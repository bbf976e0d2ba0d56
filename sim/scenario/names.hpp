// Names in a scenario: those that it introduces itself, its nodes and client machines, and those that guest, faults and
// checks bring.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/host_names.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml.hpp"

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

// Letters, digits and . _ -; a letter or digit first.
bool is_identifier(std::string_view text);

// Of a word that must be one of these.
std::optional<UnitError> word_problem(std::span<const std::string_view> words, std::string_view text);

// Of every row of a table.
template <typename Row>
std::vector<std::string_view> names_in(std::span<const Row> table, std::string_view Row::*name) {
  std::vector<std::string_view> names;
  for (const Row& row : table) names.push_back(row.*name);
  return names;
}

// What is wrong with a name; nullopt: all is well.
class KnownNames {
 public:
  using Problem = std::optional<UnitError>;

  KnownNames(const LoaderContext& context, const ScenarioNames& names) : context_(context), names_(names) {}

  RoleNames roles() const;
  Problem node_problem(std::string_view name) const;
  Problem frame_node_problem(std::string_view name) const;
  Problem host_problem(std::string_view name) const;
  Problem client_problem(std::string_view name) const;
  Problem link_problem(std::string_view text) const;  // of a link that is well-formed
  Problem frame_type_problem(std::string_view type) const;
  Problem event_problem(std::string_view event) const;
  Problem operation_problem(std::string_view word) const;  // of `mix`
  Problem profile_problem(std::string_view name) const;
  Problem check_problem(std::string_view name) const;
  Problem mutant_problem(std::string_view name) const;
  Problem verb_problem(std::string_view verb) const;
  Problem command_problem(std::string_view text) const;  // of one that can be split into words
  Problem cover_problem(std::string_view name) const;
  Problem knob_name_problem(std::string_view knob) const;
  Problem new_knob_problem(std::string_view knob) const;  // of one that is to change while a node runs
  // Of the value of a knob that there is.
  Problem knob_problem(std::string_view knob, std::string_view text) const;

 private:
  const LoaderContext& context_;
  const ScenarioNames& names_;
};

}  // namespace groundhog
