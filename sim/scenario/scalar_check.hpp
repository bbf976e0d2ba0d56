// Whether a piece of text may stand at a place of a scenario, by the kind of the place.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {

class ScalarCheck {
 public:
  ScalarCheck(const LoaderContext& context, const ScenarioNames& names) : context_(context), names_(names) {}

  // nullopt: all is well.
  std::optional<UnitError> problem(const KeySpec& key, std::string_view text) const;
  std::optional<UnitError> knob_problem(std::string_view knob, std::string_view text) const;

  std::optional<UnitError> host_problem(std::string_view name) const;
  std::optional<UnitError> frame_type_problem(std::string_view type) const;
  std::optional<UnitError> check_problem(std::string_view name) const;
  std::optional<UnitError> cover_problem(std::string_view name) const;

 private:
  std::optional<UnitError> node_problem(std::string_view name, std::span<const std::string_view> also) const;
  std::optional<UnitError> frame_node_problem(std::string_view name) const;
  std::optional<UnitError> client_problem(std::string_view name) const;
  std::optional<UnitError> link_problem(std::string_view text) const;
  std::optional<UnitError> command_problem(std::string_view text) const;

  const LoaderContext& context_;
  const ScenarioNames& names_;
};

bool is_identifier(std::string_view text);

}  // namespace groundhog
