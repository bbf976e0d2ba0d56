// A YAML file as a tree of marked, untyped scalars. Nothing is resolved: `010`, `no` and `1e3` stay text until somebody
// who knows what belongs there reads them (units.hpp). Anchors, aliases, tags and merge keys are errors; sizes are
// capped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace groundhog {

struct YamlEntry;

struct YamlValue {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  static constexpr std::uint32_t no_param = 0xffffffffU;

  YamlValue();
  YamlValue(Kind value_kind, Mark at, std::string scalar_text = {});

  Kind kind = Kind::null;
  Mark mark;
  std::string text;                // scalar
  std::uint32_t param = no_param;  // scalar "${name}": index of the scenario's param, set by the loader
  std::vector<YamlValue> items;    // sequence
  std::vector<YamlEntry> entries;  // mapping, in the order of the file; duplicate keys are all there

  // The first entry of a mapping with this key; nullptr if there is none or this is no mapping.
  const YamlValue* find(std::string_view key) const;
  const YamlEntry* find_entry(std::string_view key) const;
  // Where the value of this key stands, and the key itself; the mapping, if it has none.
  Mark mark_of(std::string_view key) const;
  Mark key_mark_of(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  Mark mark;  // of the key
  YamlValue value;
};

// nullopt after a syntax error, which is reported with its position.
std::optional<YamlValue> parse_yaml(std::string_view text, DiagnosticSink& sink);

}  // namespace groundhog
