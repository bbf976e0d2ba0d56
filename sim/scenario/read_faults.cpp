#include <algorithm>
#include <map>
#include <utility>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/kinds.hpp"

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
  for (const KeySpec& key : fault.entry->parameters) {
    const YamlValue* given = value.find(key.name);
    if (given == nullptr) continue;
    if (auto parameter = Decoder(reader).decode(*given, key)) {
      fault.parameters.emplace(std::string(key.name), std::move(*parameter));
    }
  }
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
