#include "tests/hunt/words.hpp"

#include "sim/scenario/keys.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/server/commands/command.hpp"

namespace groundhog::hunt {
namespace {

using Kind = KeySpec::Kind;

std::string key_word(const MappingSpec& mapping, std::string_view key) {
  return std::string(mapping.name) + "." + std::string(key);
}

std::string upper(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

MappingSpec mapping_of(const FaultEntry& entry, const std::vector<KeySpec>& keys) { return {entry.verb, keys}; }

// ---- those that there are -------------------------------------------------------------------------------------------

class LanguageWords {
 public:
  explicit LanguageWords(const LoaderContext& language) : language_(language) {}

  Words all() {
    add(scenario_mapping());
    for (const FaultEntry& entry : language_.faults) {
      const std::vector<KeySpec> keys = fault_keys(&entry);
      words_.insert("do: " + std::string(entry.verb));
      add(mapping_of(entry, keys), entry);
    }
    for (const KnobSpec& knob : language_.guest.knobs()) words_.insert("config." + std::string(knob.name));
    for (const OperationSpec& spec : language_.guest.operations()) words_.insert("mix." + std::string(spec.word));
    for (const burrow::CommandSpec& spec : burrow::command_table()) words_.insert("cmd: " + upper(spec.name));
    for (const std::string_view event : language_.guest.announced_events())
      words_.insert("event: " + std::string(event));
    for (const std::string_view type : language_.guest.dissector().replication_types()) {
      words_.insert("type: " + std::string(type));
    }
    return words_;
  }

 private:
  // Of an instant `for` is an error.
  void add(const MappingSpec& mapping, const FaultEntry& entry) {
    add(mapping);
    if (entry.shape == FaultEntry::Shape::instant) words_.erase(key_word(mapping, "for"));
  }

  void add(const MappingSpec& mapping) {
    for (const KeySpec& key : mapping.keys) {
      const std::string word = key_word(mapping, key.name);
      if (!words_.insert(word).second) continue;
      for (const std::string_view each : words_of(key, language_.guest.roles()))
        words_.insert(word + ": " + std::string(each));
      if (key.mapping != nullptr) add(*key.mapping);
    }
  }

  const LoaderContext& language_;
  Words words_;
};

// ---- those that are used --------------------------------------------------------------------------------------------

class ScenarioWords {
 public:
  explicit ScenarioWords(const LoaderContext& language) : language_(language) {}

  Words of(const YamlValue& root) {
    walk(root, scenario_mapping());
    return words_;
  }

 private:
  void walk(const YamlValue& value, const MappingSpec& mapping) {
    for (const YamlEntry& entry : value.entries) {
      for (const KeySpec& key : mapping.keys) {
        if (key.name != entry.key) continue;
        const std::string word = key_word(mapping, key.name);
        words_.insert(word);
        if (!words_of(key, language_.guest.roles()).empty()) words_.insert(word + ": " + entry.value.text);
        descend(entry.value, key);
      }
    }
  }

  void descend(const YamlValue& value, const KeySpec& key) {
    switch (key.kind) {
      case Kind::mapping:
      case Kind::match:
      case Kind::link_delay:
      case Kind::delays:
        return walk(value, *key.mapping);
      case Kind::list:
        for (const YamlValue& item : value.items) walk(item, *key.mapping);
        return;
      case Kind::table:
        for (const YamlEntry& entry : value.entries) walk(entry.value, *key.mapping);
        return;
      case Kind::knobs:
        for (const YamlEntry& entry : value.entries) words_.insert("config." + entry.key);
        return;
      case Kind::mix:
        for (const YamlEntry& entry : value.entries) words_.insert("mix." + entry.key);
        return;
      case Kind::faults:
        for (const YamlValue& fault : value.items) walk_fault(fault);
        return;
      case Kind::command:
        words_.insert("cmd: " + upper(split_command(value.text)->front()));
        return;
      case Kind::event:
        words_.insert("event: " + value.text);
        return;
      case Kind::frame_types:
        if (value.kind == YamlValue::Kind::scalar) words_.insert("type: " + value.text);
        for (const YamlValue& item : value.items) words_.insert("type: " + item.text);
        return;
      default:
        return;
    }
  }

  void walk_fault(const YamlValue& fault) {
    const std::string& verb = fault.find("do")->text;
    words_.insert("do: " + verb);
    for (const FaultEntry& entry : language_.faults) {
      if (entry.verb != verb) continue;
      const std::vector<KeySpec> keys = fault_keys(&entry);
      walk(fault, mapping_of(entry, keys));
    }
  }

  const LoaderContext& language_;
  Words words_;
};

}  // namespace

Words words_of_language(const LoaderContext& language) { return LanguageWords(language).all(); }

Words words_of_scenario(std::string_view text, const LoaderContext& language) {
  DiagnosticSink sink("scenario", text);
  const std::optional<YamlValue> root = parse_yaml(text, sink);
  SEAM_ASSERT(root.has_value());
  return ScenarioWords(language).of(*root);
}

}  // namespace groundhog::hunt
