// The kinds of values that a scenario is made of. All there is about a kind is in kinds.cpp: how it is written and
// read, which names it may give, its JSON Schema; and of values in a plan, how they are printed, which are
// simpler and which hosts they name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/instance_reader.hpp"
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

// Reads values by the kinds of their keys, in one of two ways: it reads one instance of a document in silence, where
// what is malformed reads as absent; or it reports what is wrong with the document, for all values that params may
// have, and reads nothing.
class Decoder {
 public:
  explicit Decoder(const InstanceReader& reader) : reader_(&reader) {}
  Decoder(std::span<const Param> params, const KnownNames& names, DiagnosticSink& sink)
      : params_(params), names_(&names), sink_(&sink) {}

  std::optional<FaultValue> decode(const YamlValue& value, const KeySpec& key) const;
  // The same of a single value, of a kind that need not be the key's.
  std::optional<FaultValue> scalar(const YamlValue& value, const KeySpec& key, const KindSpec& kind) const;

  // nullptr: it reports.
  const InstanceReader* reader() const { return reader_; }
  bool expect(const YamlValue& value, YamlValue::Kind kind) const;
  void error(Mark mark, std::string message) const;
  void report(Mark mark, const std::optional<UnitError>& problem) const;

  // Reports what `problem_of` finds in a single value, whatever it may be.
  template <typename Problem>
  void judge(const YamlValue& value, Problem problem_of) const {
    if (!expect(value, YamlValue::Kind::scalar)) return;
    if (value.param != YamlValue::no_param) {
      for (const std::string& text : params_[value.param].extremes()) report(value.mark, problem_of(text));
      return;
    }
    const bool unresolved = value.text.find("${") != std::string::npos;  // reported already
    if (!unresolved) report(value.mark, problem_of(value.text));
  }

 private:
  const InstanceReader* reader_ = nullptr;
  std::span<const Param> params_;
  const KnownNames* names_ = nullptr;
  DiagnosticSink* sink_ = nullptr;
};

// ---- values of a plan

// In YAML; reads back to the same value.
std::string value_text(const FaultValue& value);

// Values worth trying instead of this one, the simplest first. Taking one, again and again, ends.
std::vector<FaultValue> simpler_values(const FaultValue& value);

// Takes a host out of a value. False if it is about that host, or about nothing that is left.
bool forget_host(FaultValue& value, std::string_view name);

// Names another host instead. False if the value then joins a host with itself, or is about nothing.
bool rename_host(FaultValue& value, std::string_view from, const std::string& to);

}  // namespace groundhog
