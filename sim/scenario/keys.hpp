// The scenario language as data: every mapping of a scenario file, its keys, what belongs there and what it means; and
// the kinds of values, how they are written and read and which names they may give. Decoding, diagnostics and their
// suggestions, the JSON Schema and the reference all follow from these tables.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/faults/fault.hpp"
#include "sim/plan/key_spec.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {

// What values are limited to, and why; for the reference.
struct LimitSpec {
  std::string_view of;
  std::string_view limit;
  std::string_view reason;
};

std::span<const LimitSpec> limits();

const MappingSpec& scenario_mapping();
const MappingSpec& workload_mapping();  // the root

// Keys of a fault that every verb has, without its parameters.
std::span<const KeySpec> common_fault_keys();

// All keys of a fault with this verb; nullptr: those that every verb has.
std::vector<KeySpec> fault_keys(const FaultEntry* entry);

// Top-level keys whose scalars may be "${param}".
bool is_templated(std::string_view root_key);

// ---- kinds of values: all there is about a kind is in kinds.cpp ----------------------------------------------------

class Decoder;

struct KindSpec {
  KeySpec::Kind kind;
  std::string_view definition;  // its name in the schema; empty: it is described where it stands
  std::string_view written_as;  // for people: "a duration, such as 250ms"
  // Of a single value: its text as a value, or what is wrong with it by itself. nullptr: it is no single value.
  Parsed<FaultValue> (*parse)(std::string_view text) = nullptr;
  // Whether such names there are; nullptr: it gives none.
  std::optional<UnitError> (*judge)(std::string_view text, const KeySpec& key, const KnownNames& names) = nullptr;
  // In JSON Schema; nullptr: any text.
  nlohmann::ordered_json (*schema)(const KeySpec& key, const LoaderContext& context) = nullptr;
  // Of a parameter that is no single value.
  std::optional<FaultValue> (*decode)(const YamlValue& value, const KeySpec& key, const Decoder& decoder) = nullptr;
};

// The words that a key takes: its own, or, where its kind is about roles, those of a guest.
std::vector<std::string_view> words_of(const KeySpec& key, const RoleNames& roles);

// Those that are single values, or parameters of faults.
std::span<const KindSpec> kinds();
// nullptr: it is neither.
const KindSpec* find_kind(KeySpec::Kind kind);

// A list of single values.
struct ListKind {
  KeySpec::Kind kind;
  KeySpec::Kind of;
  bool is_pair = false;    // two of them; else at least one
  bool or_single = false;  // or one that stands alone, without a list
};

// nullptr: it is none.
const ListKind* find_list_kind(KeySpec::Kind kind);

}  // namespace groundhog
