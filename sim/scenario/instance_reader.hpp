// Reads typed values of one instance of a document. The validator has reported what is malformed: here it reads as
// absent, so that the rules that follow can still judge the rest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/params.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

class InstanceReader {
 public:
  explicit InstanceReader(const ParamValues& values) : values_(values) {}

  // A placeholder reads as the value drawn for it.
  std::string_view text(const YamlValue& value) const {
    return value.param == YamlValue::no_param ? std::string_view(value.text) : std::string_view(values_[value.param]);
  }

  template <typename T>
  std::optional<T> read(const YamlValue* value, Parsed<T> (*parse)(std::string_view)) const {
    if (value == nullptr || value->kind != YamlValue::Kind::scalar) return std::nullopt;
    const auto parsed = parse(text(*value));
    return parsed ? std::optional<T>(*parsed) : std::nullopt;
  }
  template <typename T>
  std::optional<T> read(const YamlValue& mapping, std::string_view key, Parsed<T> (*parse)(std::string_view)) const {
    return read(mapping.find(key), parse);
  }

  template <typename T>
  void read_into(T& field, const YamlValue& mapping, std::string_view key, Parsed<T> (*parse)(std::string_view)) const {
    if (const auto value = read(mapping, key, parse)) field = *value;
  }
  template <typename T>
  void read_into(std::optional<T>& field, const YamlValue& mapping, std::string_view key,
                 Parsed<T> (*parse)(std::string_view)) const {
    if (const auto value = read(mapping, key, parse)) field = *value;
  }

  std::optional<std::string> read_text(const YamlValue& mapping, std::string_view key) const {
    const YamlValue* value = mapping.find(key);
    if (value == nullptr || value->kind != YamlValue::Kind::scalar) return std::nullopt;
    return std::string(text(*value));
  }

  // The word's place among `words`, as an enumerator; `field` stays if it is none of them.
  template <typename Enum, typename Words>
  void read_word(Enum& field, const YamlValue& mapping, std::string_view key, const Words& words) const {
    const auto word = read_text(mapping, key);
    for (std::size_t i = 0; word && i < std::size(words); ++i) {
      if (*word == words[i]) field = static_cast<Enum>(i);
    }
  }

 private:
  const ParamValues& values_;
};

}  // namespace groundhog
