// Typed access to the parameters of a planned fault. The loader has checked names, kinds and presence against the fault
// table: a mismatch here is a programming error.
#pragma once

#include <string_view>
#include <variant>

#include "sim/core/assert.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// nullptr if it was not given.
template <typename T>
const T* find_parameter(const PlannedFault& plan, std::string_view name) {
  for (const auto& [key, value] : plan.parameters) {
    if (key != name) continue;
    const T* typed = std::get_if<T>(&value);
    GROUNDHOG_ASSERT(typed != nullptr);
    return typed;
  }
  return nullptr;
}

template <typename T>
const T& parameter(const PlannedFault& plan, std::string_view name) {
  const T* found = find_parameter<T>(plan, name);
  GROUNDHOG_ASSERT(found != nullptr);
  return *found;
}

template <typename T>
T parameter_or(const PlannedFault& plan, std::string_view name, T fallback) {
  const T* found = find_parameter<T>(plan, name);
  return found != nullptr ? *found : fallback;
}

}  // namespace groundhog
