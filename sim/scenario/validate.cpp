#include "sim/scenario/validate.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog {
namespace {

using Kind = KeySpec::Kind;

class Validator {
 public:
  Validator(std::span<const Param> params, const ScenarioNames& names, const LoaderContext& context,
            DiagnosticSink& sink)
      : names_(context, names), decoder_(params, names_, sink), context_(context), sink_(sink) {}

  void check_mapping(const YamlValue& value, std::span<const KeySpec> keys, std::string_view name) {
    if (!decoder_.expect(value, YamlValue::Kind::mapping)) return;
    check_duplicates(value, name);
    std::vector<std::string_view> known;
    for (const KeySpec& key : keys) known.push_back(key.name);
    for (const YamlEntry& entry : value.entries) {
      const auto key = std::find(known.begin(), known.end(), entry.key);
      if (key == known.end()) {
        sink_.error(entry.mark, "unknown key '" + entry.key + "' in " + std::string(name), closest(entry.key, known));
        continue;
      }
      check_value(entry.value, keys[static_cast<std::size_t>(key - known.begin())]);
    }
    for (const KeySpec& key : keys) {
      if (!key.required || value.find(key.name) != nullptr) continue;
      sink_.error(value.mark, std::string(name) + " lacks the required key '" + std::string(key.name) + "'");
    }
  }

 private:
  void check_duplicates(const YamlValue& value, std::string_view name) {
    for (const YamlEntry& entry : value.entries) {
      const YamlEntry* first = value.find_entry(entry.key);
      if (first == &entry) continue;
      sink_.error(entry.mark, "duplicate key '" + entry.key + "' in " + std::string(name) + ": the first is in line " +
                                  std::to_string(first->mark.line));
    }
  }

  void check_value(const YamlValue& value, const KeySpec& key) {
    switch (key.kind) {
      case Kind::mapping:
      case Kind::match:
        return check_mapping(value, key.mapping->keys, key.mapping->name);
      case Kind::list:
        return check_list(value, *key.mapping);
      case Kind::table:
        return check_table(value, key);
      case Kind::faults:
        return check_faults(value);
      case Kind::knobs:
        return check_knobs(value);
      case Kind::mix:
        return check_mix(value);
      case Kind::floors:
        return check_floors(value);
      case Kind::checks:
        return check_checks(value);
      case Kind::frame_types:
        if (value.kind != YamlValue::Kind::sequence) return check_as(value, Kind::frame_type);
        for (const YamlValue& item : value.items) check_as(item, Kind::frame_type);
        return;
      case Kind::identifiers:
        return check_items(value, Kind::identifier);
      case Kind::counts:
        return check_items(value, Kind::count);
      case Kind::numbers:
        return check_items(value, Kind::number);
      case Kind::scalars:
        return check_items(value, Kind::text);
      case Kind::duration_pair:
        return check_pair(value, Kind::duration);
      case Kind::quantity_pair:
        return check_pair(value, Kind::quantity);
      case Kind::duration_range:
        if (value.kind == YamlValue::Kind::sequence) return check_pair(value, Kind::positive_duration);
        return check_as(value, Kind::positive_duration);
      case Kind::link_delay:
        if (value.kind == YamlValue::Kind::mapping) return check_mapping(value, key.mapping->keys, key.mapping->name);
        return check_as(value, Kind::duration);
      default:
        decoder_.decode(value, key);
    }
  }

  void check_as(const YamlValue& value, Kind kind) {
    decoder_.decode(value, {.name = {}, .kind = kind, .required = false, .summary = {}});
  }

  void check_items(const YamlValue& value, Kind kind) {
    if (!decoder_.expect(value, YamlValue::Kind::sequence)) return;
    if (value.items.empty()) sink_.error(value.mark, "the list is empty");
    for (const YamlValue& item : value.items) check_as(item, kind);
  }

  void check_pair(const YamlValue& value, Kind kind) {
    if (!decoder_.expect(value, YamlValue::Kind::sequence)) return;
    if (value.items.size() != 2) return sink_.error(value.mark, "expected a pair: [from, to]");
    check_items(value, kind);
  }

  void check_list(const YamlValue& value, const MappingSpec& mapping) {
    if (!decoder_.expect(value, YamlValue::Kind::sequence)) return;
    for (const YamlValue& item : value.items) check_mapping(item, mapping.keys, mapping.name);
  }

  void check_table(const YamlValue& value, const KeySpec& key) {
    if (!decoder_.expect(value, YamlValue::Kind::mapping)) return;
    check_duplicates(value, key.name);
    for (const YamlEntry& entry : value.entries) {
      if (!is_identifier(entry.key)) sink_.error(entry.mark, "expected a name of letters, digits and . _ -");
      check_mapping(entry.value, key.mapping->keys, key.mapping->name);
    }
  }

  void check_knobs(const YamlValue& value) {
    if (!decoder_.expect(value, YamlValue::Kind::mapping)) return;
    check_duplicates(value, "config");
    for (const YamlEntry& entry : value.entries) {
      const bool known =
          std::ranges::any_of(context_.guest.knobs(), [&](const KnobSpec& knob) { return knob.name == entry.key; });
      if (!known) {
        decoder_.report(entry.mark, names_.knob_problem(entry.key, {}));
        continue;
      }
      decoder_.judge(entry.value, [&](std::string_view text) { return names_.knob_problem(entry.key, text); });
    }
  }

  void check_mix(const YamlValue& value) {
    if (!decoder_.expect(value, YamlValue::Kind::mapping)) return;
    check_duplicates(value, "mix");
    std::vector<std::string_view> words;
    for (const OperationSpec& spec : context_.guest.operations()) words.push_back(spec.word);
    for (const YamlEntry& entry : value.entries) {
      if (std::find(words.begin(), words.end(), entry.key) == words.end()) {
        sink_.error(entry.mark, "unknown operation '" + entry.key + "' in mix", closest(entry.key, words));
      }
      check_as(entry.value, Kind::number);
    }
  }

  void check_floors(const YamlValue& value) {
    if (!decoder_.expect(value, YamlValue::Kind::mapping)) return;
    check_duplicates(value, "cover");
    for (const YamlEntry& entry : value.entries) {
      decoder_.report(entry.mark, names_.cover_problem(entry.key));
      check_as(entry.value, Kind::positive_count);
    }
  }

  void check_checks(const YamlValue& value) {
    if (!decoder_.expect(value, YamlValue::Kind::sequence)) return;
    if (value.items.empty()) sink_.error(value.mark, "the list is empty: nothing would be checked");
    for (const YamlValue& item : value.items) {
      if (!decoder_.expect(item, YamlValue::Kind::scalar)) continue;
      if (item.text != "all") decoder_.report(item.mark, names_.check_problem(item.text));
      if (item.text == "all" && value.items.size() > 1) sink_.error(item.mark, "'all' stands alone");
    }
  }

  void check_faults(const YamlValue& value) {
    if (!decoder_.expect(value, YamlValue::Kind::sequence)) return;
    for (const YamlValue& fault : value.items) check_fault(fault);
  }

  void check_fault(const YamlValue& fault) {
    if (!decoder_.expect(fault, YamlValue::Kind::mapping)) return;
    const YamlValue* verb = fault.find("do");
    if (verb != nullptr && verb->param != YamlValue::no_param) {
      return sink_.error(verb->mark, "the verb cannot be a param: write one fault per verb, with 'if'");
    }
    const auto entry = std::find_if(context_.faults.begin(), context_.faults.end(),
                                    [&](const FaultEntry& each) { return verb != nullptr && each.verb == verb->text; });
    if (entry != context_.faults.end()) {
      return check_mapping(fault, fault_keys(*entry), "a fault with do: " + std::string(entry->verb));
    }
    if (verb == nullptr) {
      sink_.error(fault.mark, "the fault lacks a verb: 'do'");
    } else {
      check_as(*verb, Kind::verb);
    }
    // Its parameters cannot be judged; what every verb has in common can.
    for (const KeySpec& key : common_fault_keys()) {
      const YamlValue* known = fault.find(key.name);
      if (known != nullptr && key.kind != Kind::verb) check_value(*known, key);
    }
  }

  KnownNames names_;
  Decoder decoder_;
  const LoaderContext& context_;
  DiagnosticSink& sink_;
};

}  // namespace

void validate(const YamlValue& root, std::span<const Param> params, const ScenarioNames& names,
              const LoaderContext& context, DiagnosticSink& sink) {
  Validator(params, names, context, sink).check_mapping(root, scenario_mapping().keys, scenario_mapping().name);
}

}  // namespace groundhog
