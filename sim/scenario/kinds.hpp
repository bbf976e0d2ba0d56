// The kinds of values that a scenario is made of. All there is about a kind is in kinds.cpp: how it is written and
// read, which names it may give, its JSON Schema. What else is made of the values: sim/scenario/fault_values.hpp.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/loader.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {

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
