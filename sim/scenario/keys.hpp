// The scenario language as data: every mapping of a scenario file, its keys, what belongs there and what it means. The
// validator, its suggestions, the JSON Schema and the reference are all made from these tables.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/faults/fault.hpp"
#include "sim/plan/key_spec.hpp"

namespace groundhog {

// What values are limited to, and why; for the reference.
struct LimitSpec {
  std::string_view of;
  std::string_view limit;
  std::string_view reason;
};

std::span<const LimitSpec> limits();

const MappingSpec& scenario_mapping();  // the root

// Keys of a fault that every verb has, without its parameters.
std::span<const KeySpec> common_fault_keys();

// All keys of a fault with this verb; nullptr: those that every verb has.
std::vector<KeySpec> fault_keys(const FaultEntry* entry);

// Top-level keys whose scalars may be "${param}".
bool is_templated(std::string_view root_key);

}  // namespace groundhog
