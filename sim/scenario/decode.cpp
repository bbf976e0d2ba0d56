#include "sim/scenario/decode.hpp"

#include <algorithm>
#include <array>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog {

std::optional<FaultValue> Decoder::decode(const YamlValue& value, const KeySpec& key) const {
  const KindSpec& kind = *find_kind(key.kind);
  if (kind.decode != nullptr) return kind.decode(value, key, *this);
  judge(value, [&](std::string_view text, const KnownNames* names) -> std::optional<UnitError> {
    const auto parsed = kind.parse(text);
    if (!parsed) return parsed.error();
    return kind.judge != nullptr && names != nullptr ? kind.judge(text, key, *names) : std::nullopt;
  });
  if (value.kind != YamlValue::Kind::scalar) return std::nullopt;
  const auto parsed = kind.parse(text(value));
  return parsed ? std::optional(*parsed) : std::nullopt;
}

namespace {

std::string canonical(std::string_view text) {
  if (const auto count = parse_count(text)) return std::to_string(*count);
  const auto quantity = parse_quantity(text);
  const bool is_exact = quantity && quantity->unit != Quantity::Unit::number;
  return is_exact ? quantity->text() : std::string(text);
}

}  // namespace

Knobs decode_knobs(std::span<const YamlEntry> entries,
                   std::optional<UnitError> (KnownNames::*name_problem)(std::string_view) const,
                   const Decoder& decoder) {
  Knobs knobs;
  for (const YamlEntry& entry : entries) {
    knobs[entry.key] = canonical(decoder.text(entry.value));
    if (!decoder.judge_name(entry.mark, name_problem, entry.key)) continue;
    decoder.judge(entry.value,
                  [&](std::string_view text, const KnownNames* names) { return names->knob_problem(entry.key, text); });
  }
  return knobs;
}

namespace {

bool is_key_without_blank(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && is_identifier(text.substr(0, colon));
}

// What to do about a value of another kind than it should be.
std::string remedy(const YamlValue& value, YamlValue::Kind expected) {
  using Kind = YamlValue::Kind;
  if (value.kind == Kind::null) return ": write it, or leave its key out";
  if (value.kind == Kind::scalar && expected == Kind::mapping && is_key_without_blank(value.text)) {
    return ": a blank is missing after the colon";
  }
  if (value.kind == Kind::scalar && expected == Kind::sequence) return ": write [" + yaml_scalar(value.text) + "]";
  if (value.kind == Kind::mapping && expected == Kind::sequence) return ": each item begins with a dash and a blank";
  if (value.kind == Kind::sequence && expected == Kind::mapping) return ": its keys begin without a dash or '['";
  return {};
}

}  // namespace

bool Decoder::expect(const YamlValue& value, YamlValue::Kind kind) const {
  constexpr std::array<std::string_view, 4> names{"nothing", "a single value", "a list", "a mapping"};
  if (value.kind == kind) return true;
  error(value.mark, "expected " + std::string(names[static_cast<std::size_t>(kind)]) + ", found " +
                        std::string(names[static_cast<std::size_t>(value.kind)]) + remedy(value, kind));
  return false;
}

void Decoder::error(Mark mark, std::string message, std::string_view suggestion) const {
  if (sink_ != nullptr) sink_->error(mark, std::move(message), suggestion);
}

bool Decoder::report(Mark mark, const std::optional<UnitError>& problem) const {
  if (problem) error(mark, problem->message, problem->suggestion);
  return !problem;
}

Section::Section(const YamlValue* value, std::span<const KeySpec> keys, std::string_view name, const Decoder& decoder)
    : value_(value), keys_(keys), decoder_(decoder) {
  if (value_ != nullptr && !decoder_.expect(*value_, YamlValue::Kind::mapping)) value_ = nullptr;
  if (value_ != nullptr && !name.empty() && decoder_.reports()) judge_keys(name);
}

namespace {

// Of a text that YAML takes for a key as a whole: "clients:4", "-do".
std::string missing_blank(std::string_view key, std::span<const std::string_view> known) {
  const auto is_known = [&](std::string_view word) { return std::ranges::find(known, word) != known.end(); };
  const std::size_t colon = key.find(':');
  if (colon != std::string_view::npos && is_known(key.substr(0, colon))) return ": a blank is missing after the colon";
  if (key.starts_with('-') && is_known(key.substr(1))) return ": a blank is missing after the dash";
  return {};
}

// Where the key belongs one mapping further in, as `type` does in `match`.
std::string place_inside(std::string_view key, std::span<const KeySpec> keys) {
  for (const KeySpec& each : keys) {
    if (each.mapping == nullptr ||
        std::ranges::find(each.mapping->keys, key, &KeySpec::name) == each.mapping->keys.end())
      continue;
    return ": it is a key of " + std::string(each.mapping->name);
  }
  return {};
}

}  // namespace

void Section::judge_keys(std::string_view name) const {
  judge_duplicates(*value_, name);
  std::vector<std::string_view> known;
  for (const KeySpec& key : keys_) known.push_back(key.name);
  for (const YamlEntry& entry : value_->entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    const std::string message = "unknown key '" + entry.key + "' in " + std::string(name);
    std::string remedy = missing_blank(entry.key, known);
    if (remedy.empty()) remedy = place_inside(entry.key, keys_);
    const std::string_view near = remedy.empty() ? closest(entry.key, known) : std::string_view();
    decoder_.error(entry.mark, message + (near.empty() && remedy.empty() ? all_of_them(known) : remedy), near);
  }
  for (const KeySpec& key : keys_) {
    if (!key.required || find(key.name) != nullptr) continue;
    decoder_.error(value_->mark, std::string(name) + " lacks the required key '" + std::string(key.name) + "'");
  }
}

void Section::judge_duplicates(const YamlValue& mapping, std::string_view name) const {
  for (const YamlEntry& entry : mapping.entries) {
    const YamlEntry* first = mapping.find_entry(entry.key);
    if (first == &entry) continue;
    decoder_.error(entry.mark, "duplicate key '" + entry.key + "' in " + std::string(name) + ": the first is in line " +
                                   std::to_string(first->mark.line));
  }
}

const KeySpec& Section::spec_of(std::string_view key) const {
  const auto found = std::ranges::find(keys_, key, &KeySpec::name);
  SEAM_ASSERT(found != keys_.end());
  return *found;
}

std::vector<std::optional<FaultValue>> Section::values_of(std::string_view key) const {
  const YamlValue* value = find(key);
  if (value == nullptr) return {};
  const ListKind& list = *find_list_kind(spec_of(key).kind);
  if (list.or_single && value->kind != YamlValue::Kind::sequence) return {decoder_.decode(*value, {.kind = list.of})};
  if (!decoder_.expect(*value, YamlValue::Kind::sequence)) return {};
  if (list.is_pair && value->items.size() != 2) {
    decoder_.error(value->mark, "expected a pair: [from, to]");
    return {};
  }
  if (value->items.empty()) decoder_.error(value->mark, "the list is empty");
  std::vector<std::optional<FaultValue>> values;
  for (const YamlValue& item : value->items) values.push_back(decoder_.decode(item, {.kind = list.of}));
  return values;
}

std::span<const YamlValue> Section::items(std::string_view key) const {
  const YamlValue* list = find(key);
  if (list == nullptr || !decoder_.expect(*list, YamlValue::Kind::sequence)) return {};
  return list->items;
}

std::span<const YamlEntry> Section::entries(std::string_view key) const {
  const YamlValue* mapping = find(key);
  if (mapping == nullptr || !decoder_.expect(*mapping, YamlValue::Kind::mapping)) return {};
  if (!decoder_.reports()) return mapping->entries;
  judge_duplicates(*mapping, key);
  if (spec_of(key).kind != KeySpec::Kind::table) return mapping->entries;
  for (const YamlEntry& entry : mapping->entries) {
    const auto name = find_kind(KeySpec::Kind::identifier)->parse(entry.key);
    if (!name) decoder_.report(entry.mark, name.error());
  }
  return mapping->entries;
}

Section Section::element(std::string_view key, const YamlValue& value) const {
  const MappingSpec& mapping = *spec_of(key).mapping;
  return {&value, mapping.keys, mapping.name, decoder_};
}

Section Section::part(std::string_view key) const {
  const MappingSpec& mapping = *spec_of(key).mapping;
  return {find(key), mapping.keys, mapping.name, decoder_};
}

}  // namespace groundhog
