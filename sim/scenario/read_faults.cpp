#include "sim/scenario/read_faults.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/scenario/keys.hpp"

namespace groundhog {
namespace {

std::pair<Duration, Duration> read_range(const YamlValue* value, const InstanceReader& reader) {
  if (value == nullptr) return {};
  if (value->kind == YamlValue::Kind::scalar) {
    const Duration fixed = reader.read(value, parse_duration).value_or(Duration{0});
    return {fixed, fixed};
  }
  if (value->items.size() != 2) return {};
  return {reader.read(&value->items[0], parse_duration).value_or(Duration{0}),
          reader.read(&value->items[1], parse_duration).value_or(Duration{0})};
}

RandomWindows read_random(const YamlValue& value, const InstanceReader& reader) {
  RandomWindows windows;
  reader.read_into(windows.count, value, "count", parse_count);
  std::tie(windows.from, windows.to) = read_range(value.find("within"), reader);
  std::tie(windows.shortest, windows.longest) = read_range(value.find("for"), reader);
  reader.read_into(windows.gap, value, "gap", parse_duration);
  return windows;
}

EventTrigger read_when(const YamlValue& value, const InstanceReader& reader) {
  EventTrigger trigger;
  trigger.event = reader.read_text(value, "event").value_or("");
  trigger.node = reader.read_text(value, "node");
  reader.read_into(trigger.count, value, "count", parse_count);
  return trigger;
}

FaultTiming read_timing(const YamlValue& fault, const InstanceReader& reader) {
  if (const auto at = reader.read(fault, "at", parse_duration)) return AtTime{*at};
  if (const auto every = reader.read(fault, "every", parse_duration)) {
    return Repeated{*every, reader.read(fault, "until", parse_duration)};
  }
  if (const YamlValue* random = fault.find("random")) return read_random(*random, reader);
  if (const YamlValue* when = fault.find("when")) return read_when(*when, reader);
  return AllOfChaos{};
}

FrameMatch read_match(const YamlValue& value, const InstanceReader& reader) {
  FrameMatch match;
  if (const YamlValue* type = value.find("type")) {
    if (type->kind == YamlValue::Kind::scalar) match.types.emplace_back(reader.text(*type));
    for (const YamlValue& item : type->items) match.types.emplace_back(reader.text(item));
  }
  match.from = reader.read_text(value, "from");
  match.to = reader.read_text(value, "to");
  match.key = reader.read_text(value, "key");
  match.first = reader.read(value, "first", parse_count);
  match.nth = reader.read(value, "nth", parse_count);
  match.every_nth = reader.read(value, "every_nth", parse_count);
  match.after_event = reader.read_text(value, "after_event");
  return match;
}

Groups read_groups(const YamlValue& value, const InstanceReader& reader) {
  Groups groups;
  for (const YamlValue& item : value.items) {
    std::vector<std::string> group;
    for (const YamlValue& host : item.items) group.emplace_back(reader.text(host));
    groups.push_back(std::move(group));
  }
  return groups;
}

template <typename T>
std::optional<FaultValue> as_fault_value(const std::optional<T>& value) {
  if (!value) return std::nullopt;
  return FaultValue(*value);
}

std::optional<FaultValue> read_parameter(const ParameterSpec& spec, const YamlValue& value,
                                         const InstanceReader& reader) {
  using Kind = ParameterSpec::Kind;
  switch (spec.kind) {
    case Kind::flag:
      return as_fault_value(reader.read(&value, parse_flag));
    case Kind::count:
      return as_fault_value(reader.read(&value, parse_integer));
    case Kind::ppm:
      return as_fault_value(reader.read(&value, parse_drift));
    case Kind::probability:
      return as_fault_value(reader.read(&value, parse_probability));
    case Kind::duration:
    case Kind::length:
      return as_fault_value(reader.read(&value, parse_duration));
    case Kind::offset:
      return as_fault_value(reader.read(&value, parse_clock_offset));
    case Kind::link:
      return as_fault_value(reader.read(&value, parse_link));
    case Kind::groups:
      return FaultValue(read_groups(value, reader));
    case Kind::match:
      return FaultValue(read_match(value, reader));
    case Kind::node:
    case Kind::word:
      break;
  }
  return FaultValue(std::string(reader.text(value)));
}

template <typename Enum>
std::optional<Enum> read_choice(const YamlValue& fault, std::string_view key, std::span<const std::string_view> words,
                                const InstanceReader& reader) {
  if (fault.find(key) == nullptr) return std::nullopt;
  Enum choice{};
  reader.read_word(choice, fault, key, words);
  return choice;
}

FaultSpec read_fault(const YamlValue& value, std::span<const FaultEntry> table, const InstanceReader& reader) {
  FaultSpec fault;
  const std::string verb = reader.read_text(value, "do").value_or("");
  const auto entry =
      std::find_if(table.begin(), table.end(), [&](const FaultEntry& each) { return each.verb == verb; });
  fault.entry = entry != table.end() ? &*entry : nullptr;
  fault.id = reader.read_text(value, "id").value_or("");
  fault.enabled = reader.read(value, "if", parse_flag).value_or(true);
  fault.timing = read_timing(value, reader);
  fault.lasts = reader.read(value, "for", parse_duration);
  if (fault.entry == nullptr) return fault;
  for (const ParameterSpec& spec : fault.entry->parameters) {
    const YamlValue* given = value.find(spec.name);
    if (given == nullptr) continue;
    if (auto parameter = read_parameter(spec, *given, reader)) {
      fault.parameters.emplace(std::string(spec.name), std::move(*parameter));
    }
  }
  fault.shape = read_choice<PartitionShape>(value, "shape", partition_shapes(), reader);
  fault.symmetry = read_choice<PartitionSymmetry>(value, "symmetry", partition_symmetries(), reader);
  return fault;
}

}  // namespace

std::vector<FaultSpec> read_faults(const YamlValue& list, std::span<const FaultEntry> table,
                                   const InstanceReader& reader) {
  std::vector<FaultSpec> faults;
  std::map<std::string_view, std::uint32_t> ordinals;
  for (const YamlValue& value : list.items) {
    FaultSpec fault = read_fault(value, table, reader);
    if (fault.id.empty() && fault.entry != nullptr) {
      fault.id = std::string(fault.entry->verb) + "-" + std::to_string(++ordinals[fault.entry->verb]);
    }
    faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace groundhog
