// What the generator tries of each knob of the system under test.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace groundhog::hunt {

struct KnobChoices {
  enum class Scope { per_node, whole_cluster };

  std::string_view knob;
  std::span<const std::string_view> values;
  Scope scope = Scope::per_node;  // whole_cluster: the rules of the system want it equal everywhere
};

// nullopt: the generator does not know what is sensible for it.
std::optional<KnobChoices> choices_of(std::string_view knob);

}  // namespace groundhog::hunt
