// Reads a scenario by the tables of its keys and of their kinds (keys.hpp): typed values, and diagnostics about what is
// wrong.
//
// A pass reads one instance of the document, in which a placeholder stands for the value that its param has there. One
// pass over a document reports, and judges every value that a param may have; all others are silent. What is malformed
// reads as absent, so that the rules that follow can still judge the rest.
#pragma once

#include <algorithm>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/plan/key_spec.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {

// What a pass is about, and its single values. The values of params outlive it.
class Decoder {
 public:
  // Silent.
  explicit Decoder(const ParamValues& values) : values_(values) {}
  // Reports. Names are judged where there are some to judge by.
  Decoder(const ParamValues& values, std::span<const Param> params, const KnownNames* names, DiagnosticSink& sink)
      : values_(values), params_(params), names_(names), sink_(&sink) {}

  bool reports() const { return sink_ != nullptr; }
  // A placeholder reads as the value of its param.
  std::string_view text(const YamlValue& value) const {
    return value.param == YamlValue::no_param ? std::string_view(value.text) : std::string_view(values_[value.param]);
  }
  std::optional<FaultValue> decode(const YamlValue& value, const KeySpec& key) const;

  bool expect(const YamlValue& value, YamlValue::Kind kind) const;
  void error(Mark mark, std::string message, std::string_view suggestion = {}) const;
  // Whether there is none.
  bool report(Mark mark, const std::optional<UnitError>& problem) const;
  // The same of a name; a silent pass takes any.
  bool judge_name(Mark mark, std::optional<UnitError> (KnownNames::*problem_of)(std::string_view) const,
                  std::string_view name) const {
    return names_ == nullptr || report(mark, (names_->*problem_of)(name));
  }
  // Reports what `problem_of(text, names)` finds in a single value, whatever it may be.
  template <typename Problem>
  void judge(const YamlValue& value, Problem problem_of) const {
    if (!reports() || !expect(value, YamlValue::Kind::scalar)) return;
    if (value.param != YamlValue::no_param) {
      for (const std::string& text : params_[value.param].extremes()) report(value.mark, problem_of(text, names_));
      return;
    }
    const bool unresolved = value.text.find("${") != std::string::npos;  // reported already
    if (!unresolved) report(value.mark, problem_of(value.text, names_));
  }

 private:
  const ParamValues& values_;
  std::span<const Param> params_;
  const KnownNames* names_ = nullptr;
  DiagnosticSink* sink_ = nullptr;
};

// Knobs by name, each judged by what `name_problem` and its own kind say. In whole numbers of one unit, which the
// system under test reads whatever else its own parser accepts.
Knobs decode_knobs(std::span<const YamlEntry> entries,
                   std::optional<UnitError> (KnownNames::*name_problem)(std::string_view) const,
                   const Decoder& decoder);

// The value as a field of this type: a number of any width, an enumerator by the place of its word among `words`.
// False, and the field stays, if it is none of the words.
template <typename T>
bool assign(const FaultValue& value, std::span<const std::string_view> words, T& field) {
  if constexpr (std::is_enum_v<T>) {
    const auto word = std::ranges::find(words, std::get<std::string>(value));
    if (word == words.end()) return false;
    field = static_cast<T>(word - words.begin());
  } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
    if (const auto* size = std::get_if<Bytes>(&value)) {
      field = static_cast<T>(*size);
    } else if (const auto* rate = std::get_if<BytesPerSecond>(&value)) {
      field = static_cast<T>(*rate);
    } else {
      field = static_cast<T>(std::get<std::int64_t>(value));
    }
  } else {
    field = std::get<T>(value);
  }
  return true;
}

template <typename T>
bool assign(const FaultValue& value, std::span<const std::string_view> words, std::optional<T>& field) {
  T given{};
  if (!assign(value, words, given)) return false;
  field = std::move(given);
  return true;
}

// A mapping of the document; keys are those of its table. Document and decoder outlive it.
class Section {
 public:
  // Reports keys that are unknown, there twice or missing. `name` is what messages call it; empty: which keys there
  // are is not judged. nullptr: the mapping is absent, and so is all that is in it.
  Section(const YamlValue* value, std::span<const KeySpec> keys, std::string_view name, const Decoder& decoder);

  const Decoder& decoder() const { return decoder_; }
  const YamlValue* find(std::string_view key) const { return value_ != nullptr ? value_->find(key) : nullptr; }

  // A single value. False, and the field stays, if it is absent.
  template <typename T>
  bool read(std::string_view key, T& field) const {
    const YamlValue* value = find(key);
    if (value == nullptr) return false;
    const KeySpec& spec = spec_of(key);
    const auto decoded = decoder_.decode(*value, spec);
    return decoded && assign(*decoded, spec.words, field);
  }

  // A list of single values, or one that stands alone where its kind allows that. T{} for what is malformed.
  template <typename T>
  std::vector<T> read_values(std::string_view key) const {
    std::vector<T> fields;
    for (const auto& value : values_of(key)) {
      T& field = fields.emplace_back();
      if (value) assign(*value, {}, field);
    }
    return fields;
  }

  // [low, high], or one value for both where its kind allows that.
  template <typename T>
  void read_range(std::string_view key, T& low, T& high) const {
    const std::vector<T> ends = read_values<T>(key);
    if (ends.empty()) return;
    low = ends.front();
    high = ends.back();
  }

  // What is in a list or a mapping of any kind; empty if it is absent or neither.
  std::span<const YamlValue> items(std::string_view key) const;
  std::span<const YamlEntry> entries(std::string_view key) const;
  // One of these, or the value of the key itself, as the mapping that the key's table describes.
  Section element(std::string_view key, const YamlValue& value) const;
  Section part(std::string_view key) const;

 private:
  const KeySpec& spec_of(std::string_view key) const;
  std::vector<std::optional<FaultValue>> values_of(std::string_view key) const;
  void judge_keys(std::string_view name) const;
  void judge_duplicates(const YamlValue& mapping, std::string_view name) const;

  const YamlValue* value_;
  std::span<const KeySpec> keys_;
  const Decoder& decoder_;
};

}  // namespace groundhog
