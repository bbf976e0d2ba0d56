// YAML as this language reads and writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace groundhog {

struct YamlEntry;

// A file as a tree of marked, untyped scalars. Nothing is resolved: `010`, `no` and `1e3` stay text until they are read
// by the kind of value that belongs there (decode.hpp). Anchors, aliases, tags and merge keys are errors; sizes are
// capped.

struct YamlValue {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };
  static constexpr std::uint32_t no_param = 0xffffffffU;

  Kind kind = Kind::null;
  Mark mark = {};
  std::string text = {};              // scalar
  std::uint32_t param = no_param;     // scalar "${name}": index of the scenario's param, set by the loader
  std::vector<YamlValue> items = {};  // sequence
  std::vector<YamlEntry> entries;     // mapping, in the order of the file; duplicate keys are all there

  // The first entry of a mapping with this key; nullptr if there is none or this is no mapping.
  const YamlValue* find(std::string_view key) const;
  // The same in the mapping of that key.
  const YamlValue* find(std::string_view key, std::string_view below) const;
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

enum class YamlLength : std::uint8_t { hand_written, any };

// nullopt after a syntax error, which is reported with its position.
std::optional<YamlValue> parse_yaml(std::string_view text, DiagnosticSink& sink,
                                    YamlLength length = YamlLength::hand_written);

// ---- writing ------------------------------------------------------------------------------------------------------

// Plain where YAML cannot take it for anything else, in double quotes otherwise.
std::string yaml_scalar(std::string_view text);

// "[a, b]"; the items are YAML already.
std::string yaml_list(std::span<const std::string> items);

// The same of plain texts.
std::string yaml_scalars(std::span<const std::string> texts);

struct FlowField {
  std::string key;
  std::string value;  // YAML already

  std::string text() const { return key + ": " + value; }
};

// "{key: value, …}", in the order in which the fields were added.
class FlowMapping {
 public:
  void add(std::string_view key, std::string value) { fields_.push_back({std::string(key), std::move(value)}); }

  bool empty() const { return fields_.empty(); }
  std::span<const FlowField> fields() const { return fields_; }
  std::string text() const;

 private:
  std::vector<FlowField> fields_;
};

}  // namespace groundhog
