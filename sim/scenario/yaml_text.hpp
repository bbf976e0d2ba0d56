// Pieces of YAML that this language writes: scalars, flow mappings, flow lists.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace groundhog {

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
