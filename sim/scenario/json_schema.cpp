#include "sim/scenario/json_schema.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/operation_mix.hpp"

namespace groundhog {
namespace {

using Json = nlohmann::ordered_json;
using Kind = KeySpec::Kind;

constexpr std::string_view duration_pattern = R"([0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h))";
constexpr std::string_view size_pattern = R"([0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB))";
constexpr std::string_view number_pattern = R"([0-9]+(\.[0-9]+)?)";
constexpr std::string_view identifier_pattern = R"([A-Za-z0-9][A-Za-z0-9._-]*)";

Json pattern(std::string_view body) { return {{"type", "string"}, {"pattern", "^(" + std::string(body) + ")$"}}; }

template <typename Words>
Json one_of(const Words& words) {
  Json list = Json::array();
  for (const auto& word : words) list.push_back(std::string(word));
  return {{"enum", list}};
}

Json reference(std::string_view definition) { return {{"$ref", "#/definitions/" + std::string(definition)}}; }

Json array_of(Json items, int least = 1) {
  return {{"type", "array"}, {"items", std::move(items)}, {"minItems", least}};
}

Json pair_of(const Json& items) {
  return {{"type", "array"}, {"items", items}, {"minItems", 2}, {"maxItems", 2}};
}

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
    all["duration"] = pattern(duration_pattern);
    all["offset"] = pattern("[+-]?" + std::string(duration_pattern));
    all["size"] = pattern(size_pattern);
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
      Json schema = value(key, templated || is_templated(key.name));
      schema["description"] = std::string(key.summary);
      properties[std::string(key.name)] = schema;
      if (key.required) required.push_back(std::string(key.name));
    }
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
    if (!required.empty()) schema["required"] = required;
    return schema;
  }

  Json value(const KeySpec& key, bool templated) const {
    switch (key.kind) {
      case Kind::mapping:
        return key.mapping == &match_mapping() ? reference("match") : mapping(key.mapping->keys, templated);
      case Kind::list: return array_of(mapping(key.mapping->keys, templated), 0);
      case Kind::table:
        return {{"type", "object"},
                {"propertyNames", pattern(identifier_pattern)},
                {"additionalProperties", mapping(key.mapping->keys, templated)}};
      case Kind::link_delay:
        return {{"anyOf", {scalar(key, templated), mapping(key.mapping->keys, templated)}}};
      case Kind::faults: return array_of(reference("fault"), 0);
      case Kind::knobs: return knobs(templated);
      case Kind::mix: return mix(templated);
      case Kind::floors: return {{"type", "object"}, {"additionalProperties", {{"type", "integer"}, {"minimum", 1}}}};
      default: return list_or_scalar(key, templated);
    }
  }

  Json list_or_scalar(const KeySpec& key, bool templated) const {
    const auto item = [&](Kind kind) { return scalar({key.name, kind, false, key.summary, nullptr, key.words}, templated); };
    switch (key.kind) {
      case Kind::identifiers: return array_of(item(Kind::identifier));
      case Kind::counts: return array_of(item(Kind::count));
      case Kind::numbers: return array_of(item(Kind::number));
      case Kind::scalars: return array_of({{"type", {"string", "number", "boolean"}}});
      case Kind::checks: return array_of(checks());
      case Kind::groups: return array_of(array_of({{"type", "string"}}), 2);
      case Kind::duration_pair: return pair_of(item(Kind::duration));
      case Kind::quantity_pair: return pair_of(item(Kind::quantity));
      case Kind::duration_range: return {{"anyOf", {item(Kind::duration), pair_of(item(Kind::duration))}}};
      case Kind::frame_types: {
        const Json type = one_of(context_.system.dissector().replication_types());
        return {{"anyOf", {type, array_of(type)}}};
      }
      default: return scalar(key, templated);
    }
  }

  // YAML gives editors numbers and booleans where the scalar looks like one.
  Json scalar(const KeySpec& key, bool templated) const {
    Json schema = plain_scalar(key);
    if (!templated || key.kind == Kind::verb) return schema;
    return {{"anyOf", {schema, reference("placeholder")}}};
  }

  Json plain_scalar(const KeySpec& key) const {
    switch (key.kind) {
      case Kind::identifier: return {{"type", {"string", "number"}}};
      case Kind::count: return {{"type", "integer"}, {"minimum", 0}};
      case Kind::positive_count: return {{"type", "integer"}, {"minimum", 1}};
      case Kind::integer: return {{"type", "integer"}};
      case Kind::number: return {{"type", "number"}, {"minimum", 0}};
      case Kind::flag: return {{"type", "boolean"}};
      case Kind::probability:
        return {{"anyOf", {Json{{"type", "number"}, {"minimum", 0}, {"maximum", 1}}, pattern(std::string(number_pattern) + "%")}}};
      case Kind::duration:
      case Kind::positive_duration:
      case Kind::link_delay: return reference("duration");
      case Kind::offset: return reference("offset");
      case Kind::size: return reference("size");
      case Kind::rate: return pattern(std::string(number_pattern) + "/(s|min)");
      case Kind::quantity: return {{"type", {"string", "number"}}};
      case Kind::word: return one_of(key.words);
      case Kind::link: return pattern(R"(([^ <>]+)<?->([^ <>]+))");
      case Kind::event: return one_of(context_.system.announced_events());
      case Kind::check: return one_of(context_.check_names);
      case Kind::client: return pattern("c[1-9][0-9]*");
      default: return {{"type", "string"}};
    }
  }

  Json checks() const {
    Json words = one_of(context_.check_names);
    words["enum"].insert(words["enum"].begin(), "all");
    return words;
  }

  Json knobs(bool templated) const {
    Json properties = Json::object();
    for (const KnobSpec& knob : context_.system.knobs()) {
      Json schema = scalar({knob.name, kind_of_knob(knob.kind), false, knob.summary}, templated);
      schema["description"] = std::string(knob.summary) + "; default " + std::string(knob.fallback);
      properties[std::string(knob.name)] = schema;
    }
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  }

  static Kind kind_of_knob(KnobSpec::Kind kind) {
    switch (kind) {
      case KnobSpec::Kind::duration: return Kind::duration;
      case KnobSpec::Kind::bytes: return Kind::size;
      case KnobSpec::Kind::count: return Kind::count;
      case KnobSpec::Kind::flag: return Kind::flag;
    }
    return Kind::text;
  }

  Json mix(bool templated) const {
    Json properties = Json::object();
    for (const OperationSpec& spec : operation_mix) {
      Json schema = scalar({spec.word, Kind::number, false, spec.summary}, templated);
      schema["description"] = std::string(spec.summary);
      properties[std::string(spec.word)] = schema;
    }
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  }

  const LoaderContext& context_;
};

}  // namespace

std::string json_schema(const LoaderContext& context) { return SchemaBuilder(context).build().dump(2) + "\n"; }

}  // namespace groundhog
