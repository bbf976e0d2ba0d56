#include <algorithm>

#include <nlohmann/json.hpp>

#include "sim/faults/frame_filter.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/reference.hpp"

namespace groundhog {
namespace {

using Json = nlohmann::ordered_json;
using Kind = KeySpec::Kind;

constexpr std::string_view identifier_pattern = R"([A-Za-z0-9][A-Za-z0-9._-]*)";

Json pattern(std::string_view body) { return {{"type", "string"}, {"pattern", "^(" + std::string(body) + ")$"}}; }

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

Json object_of(const Json& properties) {
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
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
    for (const KindSpec& kind : kinds()) {
      if (kind.definition.empty()) continue;
      const Json schema = plain({.kind = kind.kind});
      all[std::string(kind.definition)] = schema;
      all[std::string(kind.definition) + "_or_param"] = {{"anyOf", {schema, reference("placeholder")}}};
    }
    all["knobs"] = knobs();
    for (const KeySpec& key : common_fault_keys()) {
      if (key.mapping != nullptr) all[std::string(key.name)] = mapping(key.mapping->keys, true);
    }
    all["match"] = mapping(match_mapping.keys, true);
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
    Json schema = mapping(fault_keys(&entry), true);
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
    Json schema = object_of(properties);
    if (!required.empty()) schema["required"] = required;
    return schema;
  }

  Json value(const KeySpec& key, bool templated) const {
    switch (key.kind) {
      case Kind::mapping:
      case Kind::match:
        return is_shared(key) ? reference(key.name) : mapping(key.mapping->keys, templated);
      case Kind::list:
        return array_of(mapping(key.mapping->keys, templated), 0);
      case Kind::table:
        return {{"type", "object"},
                {"propertyNames", pattern(identifier_pattern)},
                {"additionalProperties", mapping(key.mapping->keys, templated)}};
      case Kind::link_delay:
        return {{"anyOf", {item(key, Kind::duration, templated), mapping(key.mapping->keys, templated)}}};
      case Kind::delays:
        return {{"anyOf",
                 {item(key, Kind::duration, templated), array_of(item(key, Kind::duration, templated)),
                  mapping(key.mapping->keys, templated)}}};
      case Kind::faults:
        return array_of(reference("fault"), 0);
      case Kind::knobs:
      case Kind::new_knobs:
        return reference("knobs");
      case Kind::fields:
        return {{"type", "object"}, {"additionalProperties", {{"type", {"string", "number", "boolean"}}}}};
      case Kind::mix:
        return mix(templated);
      case Kind::checks:
        if (key.mapping == nullptr) return array_of(checks());
        return {{"anyOf", {array_of(checks()), mapping(key.mapping->keys, templated)}}};
      case Kind::floors:
        return {{"type", "object"}, {"additionalProperties", {{"type", "integer"}, {"minimum", 1}}}};
      default:
        return list_or_scalar(key, templated);
    }
  }

  Json list_or_scalar(const KeySpec& key, bool templated) const {
    const ListKind* const list = find_list_kind(key.kind);
    if (list == nullptr) return scalar(key, templated);
    const Json one = item(key, list->of, templated);
    const Json several = list->is_pair ? pair_of(one) : array_of(one);
    return list->or_single ? Json{{"anyOf", {one, several}}} : several;
  }

  Json item(const KeySpec& of, Kind kind, bool templated) const {
    return scalar({.name = of.name, .kind = kind, .summary = of.summary}, templated);
  }

  Json scalar(const KeySpec& key, bool templated) const {
    const KindSpec* const kind = find_kind(key.kind);
    const bool is_shared = kind != nullptr && !kind->definition.empty();
    if (is_shared) return reference(std::string(kind->definition) + (templated ? "_or_param" : ""));
    const bool takes_param = kind != nullptr && kind->parse != nullptr && key.kind != Kind::verb;
    if (!templated || !takes_param) return plain(key);
    return {{"anyOf", {plain(key), reference("placeholder")}}};
  }

  Json plain(const KeySpec& key) const {
    const KindSpec* const kind = find_kind(key.kind);
    if (kind == nullptr || kind->schema == nullptr) return {{"type", "string"}};
    return kind->schema(key, context_);
  }

  // Mappings that every fault repeats are written once.
  static bool is_shared(const KeySpec& key) {
    if (key.kind == Kind::match) return true;
    return std::ranges::any_of(common_fault_keys(), [&](const KeySpec& each) { return each.mapping == key.mapping; });
  }

  Json checks() const {
    Json words = plain({.kind = Kind::check});
    words["enum"].insert(words["enum"].begin(), "all");
    return words;
  }

  Json knobs() const {
    Json properties = Json::object();
    for (const KnobSpec& knob : context_.guest.knobs()) {
      const Json schema = scalar({knob.name, knob.kind, false, knob.summary}, true);
      properties[std::string(knob.name)] =
          described(schema, std::string(knob.summary) + "; default " + std::string(knob.fallback));
    }
    return object_of(properties);
  }

  Json mix(bool templated) const {
    Json properties = Json::object();
    for (const OperationSpec& spec : context_.guest.operations()) {
      properties[std::string(spec.word)] =
          described(scalar({spec.word, Kind::number, false, {}}, templated), spec.summary());
    }
    return object_of(properties);
  }

  const LoaderContext& context_;
};

}  // namespace

std::string json_schema(const LoaderContext& context) { return SchemaBuilder(context).build().dump(2) + "\n"; }

}  // namespace groundhog
