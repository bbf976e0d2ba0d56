#include "sim/scenario/json_schema.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "sim/plan/limits.hpp"
#include "sim/scenario/keys.hpp"

namespace groundhog {
namespace {

using Json = nlohmann::ordered_json;
using Kind = KeySpec::Kind;

constexpr std::string_view duration_pattern = R"([0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h))";
constexpr std::string_view size_pattern = R"([0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB))";
constexpr std::string_view number_pattern = R"([0-9]+(\.[0-9]+)?)";
constexpr std::string_view identifier_pattern = R"([A-Za-z0-9][A-Za-z0-9._-]*)";

// Scalars that look alike everywhere: one definition each, and one that also takes a placeholder.
struct SharedScalar {
  Kind kind;
  std::string_view name;
};
constexpr SharedScalar shared_scalars[] = {
    {Kind::count, "count"},       {Kind::positive_count, "positive_count"},
    {Kind::ppm, "ppm"},           {Kind::number, "number"},
    {Kind::flag, "flag"},         {Kind::probability, "probability"},
    {Kind::duration, "duration"}, {Kind::positive_duration, "positive_duration"},
    {Kind::ttl, "ttl"},           {Kind::offset, "offset"},
    {Kind::size, "size"},         {Kind::socket_buffer, "socket_buffer"},
    {Kind::rate, "rate"},         {Kind::event, "event"},
    {Kind::link, "link"},         {Kind::client, "client"},
};

Json pattern(std::string_view body) { return {{"type", "string"}, {"pattern", "^(" + std::string(body) + ")$"}}; }

template <typename Words>
Json one_of(const Words& words) {
  Json list = Json::array();
  for (const auto& word : words) list.push_back(std::string(word));
  return {{"enum", list}};
}

Json reference(std::string_view definition) { return {{"$ref", "#/definitions/" + std::string(definition)}}; }

// Beside a $ref draft 7 ignores everything, descriptions too.
Json described(Json schema, std::string_view summary) {
  if (!schema.contains("$ref")) {
    schema["description"] = std::string(summary);
    return schema;
  }
  return {{"description", std::string(summary)}, {"allOf", Json::array({schema})}};
}

Json array_of(Json items, int least = 1) {
  return {{"type", "array"}, {"items", std::move(items)}, {"minItems", least}};
}

Json pair_of(const Json& items) { return {{"type", "array"}, {"items", items}, {"minItems", 2}, {"maxItems", 2}}; }

// Builds the schema of one language: the tables of keys.hpp and the names of the context.
class SchemaBuilder {
 public:
  explicit SchemaBuilder(const LoaderContext& context) : context_(context) {}

  Json build() const {
    Json schema;
    schema["$schema"] = "http://json-schema.org/draft-07/schema#";
    schema["title"] = "Groundhog scenario, version 1";
    const Json root = mapping(scenario_mapping().keys, false);
    for (const auto& [name, value] : root.items()) schema[name] = value;
    schema["properties"]["version"] = {{"const", 1}, {"description", "of the language"}};
    schema["definitions"] = definitions();
    return schema;
  }

 private:
  Json definitions() const {
    Json all;
    all["placeholder"] = pattern(R"(\$\{[^{}]+\})");
    for (const auto& [kind, name] : shared_scalars) {
      const Json schema = plain_scalar({.name = {}, .kind = kind, .required = false, .summary = {}});
      all[std::string(name)] = schema;
      all[std::string(name) + "_or_param"] = {{"anyOf", {schema, reference("placeholder")}}};
    }
    all["knobs"] = knobs();
    for (const KeySpec& key : common_fault_keys()) {
      if (key.mapping != nullptr) all[std::string(key.name)] = mapping(key.mapping->keys, true);
    }
    all["match"] = mapping(match_mapping().keys, true);
    Json verbs = Json::array();
    for (const FaultEntry& entry : context_.faults) {
      const std::string name = "fault_" + std::string(entry.verb);
      all[name] = fault(entry);
      verbs.push_back(reference(name));
    }
    all["fault"] = {{"oneOf", verbs}};
    return all;
  }

  Json fault(const FaultEntry& entry) const {
    Json schema = mapping(fault_keys(entry), true);
    schema["properties"]["do"] = {{"const", std::string(entry.verb)}, {"description", std::string(entry.summary)}};
    if (entry.shape == FaultEntry::Shape::instant) schema["properties"].erase("for");
    return schema;
  }

  Json mapping(std::span<const KeySpec> keys, bool templated) const {
    Json properties = Json::object();
    Json required = Json::array();
    for (const KeySpec& key : keys) {
      properties[std::string(key.name)] = described(value(key, templated || is_templated(key.name)), key.summary);
      if (key.required) required.push_back(std::string(key.name));
    }
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
    if (!required.empty()) schema["required"] = required;
    return schema;
  }

  Json value(const KeySpec& key, bool templated) const {
    switch (key.kind) {
      case Kind::mapping:
        return is_shared(key) ? reference(key.name) : mapping(key.mapping->keys, templated);
      case Kind::list:
        return array_of(mapping(key.mapping->keys, templated), 0);
      case Kind::table:
        return {{"type", "object"},
                {"propertyNames", pattern(identifier_pattern)},
                {"additionalProperties", mapping(key.mapping->keys, templated)}};
      case Kind::link_delay:
        return {{"anyOf", {scalar(key, templated), mapping(key.mapping->keys, templated)}}};
      case Kind::faults:
        return array_of(reference("fault"), 0);
      case Kind::knobs:
        return reference("knobs");
      case Kind::mix:
        return mix(templated);
      case Kind::floors:
        return {{"type", "object"}, {"additionalProperties", {{"type", "integer"}, {"minimum", 1}}}};
      default:
        return list_or_scalar(key, templated);
    }
  }

  Json list_or_scalar(const KeySpec& key, bool templated) const {
    const auto item = [&](Kind kind) {
      return scalar({key.name, kind, false, key.summary, nullptr, key.words}, templated);
    };
    switch (key.kind) {
      case Kind::identifiers:
        return array_of(item(Kind::identifier));
      case Kind::counts:
        return array_of(item(Kind::count));
      case Kind::numbers:
        return array_of(item(Kind::number));
      case Kind::scalars:
        return array_of({{"type", {"string", "number", "boolean"}}});
      case Kind::checks:
        return array_of(checks());
      case Kind::groups:
        return array_of(array_of({{"type", "string"}}), 2);
      case Kind::duration_pair:
        return pair_of(item(Kind::duration));
      case Kind::quantity_pair:
        return pair_of(item(Kind::quantity));
      case Kind::duration_range:
        return {{"anyOf", {item(Kind::duration), pair_of(item(Kind::duration))}}};
      case Kind::frame_types: {
        const Json type = one_of(context_.guest.dissector().replication_types());
        return {{"anyOf", {type, array_of(type)}}};
      }
      default:
        return scalar(key, templated);
    }
  }

  Json scalar(const KeySpec& key, bool templated) const {
    for (const auto& [kind, name] : shared_scalars) {
      const bool is_delay = key.kind == Kind::link_delay && kind == Kind::duration;
      if (kind == key.kind || is_delay) return reference(std::string(name) + (templated ? "_or_param" : ""));
    }
    Json schema = plain_scalar(key);
    if (!templated || key.kind == Kind::verb) return schema;
    return {{"anyOf", {schema, reference("placeholder")}}};
  }

  // Mappings that every fault repeats are written once.
  static bool is_shared(const KeySpec& key) {
    if (key.mapping == &match_mapping()) return true;
    return std::ranges::any_of(common_fault_keys(), [&](const KeySpec& each) { return each.mapping == key.mapping; });
  }

  // YAML gives editors numbers and booleans where the scalar looks like one.
  Json plain_scalar(const KeySpec& key) const {
    switch (key.kind) {
      case Kind::identifier:
        return {{"type", {"string", "number"}}};
      case Kind::count:
        return {{"type", "integer"}, {"minimum", 0}};
      case Kind::positive_count:
        return {{"type", "integer"}, {"minimum", 1}};
      case Kind::ppm:
        return {{"type", "integer"}, {"minimum", slowest_drift_ppm}, {"maximum", fastest_drift_ppm}};
      case Kind::number:
        return {{"type", "number"}, {"minimum", 0}};
      case Kind::flag:
        return {{"type", "boolean"}};
      case Kind::probability:
        return {
            {"anyOf",
             {Json{{"type", "number"}, {"minimum", 0}, {"maximum", 1}}, pattern(std::string(number_pattern) + "%")}}};
      case Kind::duration:
      case Kind::positive_duration:
      case Kind::ttl:
        return pattern(duration_pattern);
      case Kind::offset:
        return pattern("[+-]?" + std::string(duration_pattern));
      case Kind::size:
      case Kind::socket_buffer:
        return pattern(size_pattern);
      case Kind::rate:
        return pattern(std::string(number_pattern) + "/(s|min)");
      case Kind::quantity:
        return {{"type", {"string", "number"}}};
      case Kind::word:
        return one_of(key.words);
      case Kind::link:
        return pattern(R"(([^ <>]+)<?->([^ <>]+))");
      case Kind::event:
        return one_of(context_.guest.announced_events());
      case Kind::check:
        return one_of(context_.check_names());
      case Kind::client:
        return pattern("c[1-9][0-9]*");
      default:
        return {{"type", "string"}};
    }
  }

  Json checks() const {
    Json words = one_of(context_.check_names());
    words["enum"].insert(words["enum"].begin(), "all");
    return words;
  }

  Json knobs() const {
    Json properties = Json::object();
    for (const KnobSpec& knob : context_.guest.knobs()) {
      const Json schema = scalar({knob.name, kind_of_knob(knob.kind), false, knob.summary}, true);
      properties[std::string(knob.name)] =
          described(schema, std::string(knob.summary) + "; default " + std::string(knob.fallback));
    }
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  }

  static Kind kind_of_knob(KnobSpec::Kind kind) {
    switch (kind) {
      case KnobSpec::Kind::duration:
        return Kind::duration;
      case KnobSpec::Kind::bytes:
        return Kind::size;
      case KnobSpec::Kind::count:
        return Kind::count;
      case KnobSpec::Kind::flag:
        return Kind::flag;
    }
    return Kind::text;
  }

  Json mix(bool templated) const {
    Json properties = Json::object();
    for (const OperationSpec& spec : context_.guest.operations()) {
      properties[std::string(spec.word)] =
          described(scalar({spec.word, Kind::number, false, {}}, templated), spec.summary());
    }
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  }

  const LoaderContext& context_;
};

}  // namespace

std::string json_schema(const LoaderContext& context) { return SchemaBuilder(context).build().dump(2) + "\n"; }

}  // namespace groundhog
