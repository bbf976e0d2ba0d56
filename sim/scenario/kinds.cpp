#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "sim/core/text.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/plan/limits.hpp"
#include "sim/scenario/decode.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

using Json = nlohmann::ordered_json;
using Kind = KeySpec::Kind;
using Problem = std::optional<UnitError>;

// ---- reading ------------------------------------------------------------------------------------------------------

template <typename T>
FaultValue as_value(T value) {
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::min(value, most));
  } else {
    return value;
  }
}

template <auto parse_text>
Parsed<FaultValue> parse(std::string_view text) {
  return parse_text(text).map([](auto value) { return as_value(std::move(value)); });
}

template <typename Quantity, auto parse_text>
Parsed<FaultValue> parse_as(std::string_view text) {
  return parse_text(text).map([](auto number) { return FaultValue(Quantity{static_cast<std::int64_t>(number)}); });
}

// With a check only: what it stands for is of no type that a parameter has.
template <auto parse_text>
Parsed<FaultValue> parse_as_text(std::string_view text) {
  return parse_text(text).map([text](const auto&) { return FaultValue(std::string(text)); });
}

Parsed<FaultValue> any_text(std::string_view text) { return FaultValue(std::string(text)); }

Parsed<FaultValue> identifier(std::string_view text) {
  if (!is_identifier(text)) return tl::unexpected(UnitError{"expected a name of letters, digits and . _ -", {}});
  return any_text(text);
}

Parsed<std::uint64_t> parse_positive_count(std::string_view text) {
  auto count = parse_count(text);
  if (count && *count == 0) return tl::unexpected(UnitError{"must be at least 1", {}});
  return count;
}

template <auto parse_text>
Parsed<Duration> parse_positive(std::string_view text) {
  Parsed<Duration> duration = parse_text(text);
  if (duration && *duration == Duration{0}) return tl::unexpected(UnitError{"must be longer than 0", {}});
  return duration;
}

Parsed<LinkSelector> parse_one_way_link(std::string_view text) {
  auto link = parse_link(text);
  if (!link || (!link->both_ways && (link->from != "*" || link->to != "*"))) return link;
  return tl::unexpected(
      UnitError{"expected one direction, such as n1->n2 or n1->*, found '" + std::string(text) + "'", {}});
}

// ---- names --------------------------------------------------------------------------------------------------------

template <auto judge_name>
Problem name(std::string_view text, const KeySpec&, const KnownNames& names) {
  return (names.*judge_name)(text);
}

Problem one_of_words(std::string_view text, const KeySpec& key, const KnownNames& names) {
  return word_problem(words_of(key, names.roles()), text);
}

Problem node_or_word(std::string_view text, const KeySpec& key, const KnownNames& names) {
  const auto words = words_of(key, names.roles());
  if (std::ranges::find(words, text) != words.end()) return std::nullopt;
  auto problem = names.node_problem(text);
  if (problem && problem->suggestion.empty()) problem->message += ", or " + joined(words);
  return problem;
}

// ---- what is no single value ---------------------------------------------------------------------------------------

std::optional<FaultValue> decode_groups(const YamlValue& value, const KeySpec&, const Decoder& decoder) {
  if (!decoder.expect(value, YamlValue::Kind::sequence)) return std::nullopt;
  if (value.items.size() < 2) decoder.error(value.mark, "a partition has at least two groups");
  Groups groups;
  for (const YamlValue& item : value.items) {
    std::vector<std::string>& group = groups.emplace_back();
    if (!decoder.expect(item, YamlValue::Kind::sequence)) continue;
    if (item.items.empty()) decoder.error(item.mark, "the group is empty");
    for (const YamlValue& name : item.items) {
      if (const auto host = decoder.decode(name, {.kind = Kind::host})) group.push_back(std::get<std::string>(*host));
    }
  }
  return groups;
}

std::optional<FaultValue> decode_match(const YamlValue& value, const KeySpec& key, const Decoder& decoder) {
  const Section in(&value, key.mapping->keys, key.mapping->name, decoder);
  FrameMatch match;
  match.types = in.read_values<std::string>("type");
  visit_conditions(match, [&](std::string_view word, auto& condition) { in.read(word, condition); });
  return match;
}

std::optional<FaultValue> decode_new_knobs(const YamlValue& value, const KeySpec&, const Decoder& decoder) {
  if (!decoder.expect(value, YamlValue::Kind::mapping)) return std::nullopt;
  if (value.entries.empty()) decoder.error(value.mark, "no knob is named: the fault would change nothing");
  return decode_knobs(value.entries, &KnownNames::new_knob_problem, decoder);
}

// ---- JSON Schema --------------------------------------------------------------------------------------------------
// YAML gives editors numbers and booleans where the scalar looks like one.

constexpr std::string_view duration_pattern = R"([0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h))";
constexpr std::string_view offset_pattern = R"([+-]?[0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h))";
constexpr std::string_view size_pattern = R"([0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB))";
constexpr std::string_view percent_pattern = R"([0-9]+(\.[0-9]+)?%)";
constexpr std::string_view rate_pattern = R"([0-9]+(\.[0-9]+)?/(s|min))";
constexpr std::string_view byte_rate_pattern = R"([0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)/s)";
constexpr std::string_view link_pattern = R"(([^ <>]+)<?->([^ <>]+))";
constexpr std::string_view one_way_link_pattern = R"(([^ <>]+)->([^ <>]+))";
constexpr std::string_view client_pattern = "c[1-9][0-9]*";

template <const std::string_view& body>
Json pattern(const KeySpec&, const LoaderContext&) {
  return {{"type", "string"}, {"pattern", "^(" + std::string(body) + ")$"}};
}

template <std::int64_t least>
Json whole(const KeySpec&, const LoaderContext&) {
  return {{"type", "integer"}, {"minimum", least}};
}

Json drift(const KeySpec&, const LoaderContext&) {
  return {{"type", "integer"}, {"minimum", slowest_drift_ppm}, {"maximum", fastest_drift_ppm}};
}

Json number(const KeySpec&, const LoaderContext&) { return {{"type", "number"}, {"minimum", 0}}; }

Json boolean(const KeySpec&, const LoaderContext&) { return {{"type", "boolean"}}; }

Json any_scalar(const KeySpec&, const LoaderContext&) { return {{"type", {"string", "number", "boolean"}}}; }

Json text_or_number(const KeySpec&, const LoaderContext&) { return {{"type", {"string", "number"}}}; }

Json probability(const KeySpec& key, const LoaderContext& context) {
  const Json share{{"type", "number"}, {"minimum", 0}, {"maximum", 1}};
  return {{"anyOf", {share, pattern<percent_pattern>(key, context)}}};
}

template <typename Words>
Json one_of(const Words& words) {
  Json list = Json::array();
  for (const std::string_view word : words) list.push_back(std::string(word));
  return {{"enum", list}};
}

Json words(const KeySpec& key, const LoaderContext& context) { return one_of(words_of(key, context.guest.roles())); }

// Editors offer the words, and take any name.
Json text_or_word(const KeySpec& key, const LoaderContext& context) {
  return {{"type", "string"}, {"examples", words(key, context)["enum"]}};
}

Json events(const KeySpec&, const LoaderContext& context) { return one_of(context.guest.announced_events()); }

Json checks(const KeySpec&, const LoaderContext& context) { return one_of(context.check_names()); }

Json profiles(const KeySpec&, const LoaderContext& context) {
  return one_of(names_in(context.guest.profiles(), &ProfileSpec::name));
}

Json frame_types(const KeySpec&, const LoaderContext& context) {
  return one_of(context.guest.dissector().replication_types());
}

Json groups(const KeySpec&, const LoaderContext&) {
  const Json group{{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 1}};
  return {{"type", "array"}, {"items", group}, {"minItems", 2}};
}

// ---- the table ----------------------------------------------------------------------------------------------------

constexpr std::string_view any_duration = "a duration, such as 250ms";

constexpr KindSpec kind_table[] = {
    {Kind::count, "count", "a number", parse<parse_count>, nullptr, whole<0>},
    {Kind::positive_count, "positive_count", "a number", parse<parse_positive_count>, nullptr, whole<1>},
    {Kind::ppm, "ppm", "a whole number, with a sign", parse<parse_drift>, nullptr, drift},
    {Kind::number, "number", "a number", parse<parse_number>, nullptr, number},
    {Kind::flag, "flag", "true or false", parse<parse_flag>, nullptr, boolean},
    {Kind::probability, "probability", "0..1 or N%", parse<parse_probability>, nullptr, probability},
    {Kind::duration, "duration", any_duration, parse<parse_duration>, nullptr, pattern<duration_pattern>},
    {Kind::length, "duration", any_duration, parse<parse_duration>, nullptr, pattern<duration_pattern>},
    {Kind::positive_duration, "positive_duration", any_duration, parse<parse_positive<parse_duration>>, nullptr,
     pattern<duration_pattern>},
    {Kind::ttl, "ttl", any_duration, parse<parse_positive<parse_ttl>>, nullptr, pattern<duration_pattern>},
    {Kind::offset, "offset", "a duration with a sign, such as -2s", parse<parse_clock_offset>, nullptr,
     pattern<offset_pattern>},
    {Kind::size, "size", "a size, such as 16KiB", parse_as<Bytes, parse_size>, nullptr, pattern<size_pattern>},
    {Kind::socket_buffer, "socket_buffer", "a size, such as 16KiB", parse_as<Bytes, parse_socket_buffer>, nullptr,
     pattern<size_pattern>},
    {Kind::rate, "rate", "a rate, such as 200/s", parse<parse_rate>, nullptr, pattern<rate_pattern>},
    {Kind::byte_rate, "byte_rate", "bytes per second, such as 64KiB/s", parse_as<BytesPerSecond, parse_byte_rate>,
     nullptr, pattern<byte_rate_pattern>},
    {Kind::event, "event", "an announcement", any_text, name<&KnownNames::event_problem>, events},
    {Kind::link, "link", "a link, such as n1->n2 or n1<->n2", parse<parse_link>, name<&KnownNames::link_problem>,
     pattern<link_pattern>},
    {Kind::one_way_link, "one_way_link", "a link in one direction, such as n1->n2", parse<parse_one_way_link>,
     name<&KnownNames::link_problem>, pattern<one_way_link_pattern>},
    {Kind::client, "client", "a client, such as c1", any_text, name<&KnownNames::client_problem>,
     pattern<client_pattern>},
    {Kind::text, {}, "text", any_text},
    {Kind::scalar, {}, "a single value", any_text, nullptr, any_scalar},
    {Kind::identifier, {}, "text", identifier, nullptr, text_or_number},
    {Kind::quantity, {}, "a number, a duration or a size", parse_as_text<parse_quantity>, nullptr, text_or_number},
    {Kind::word, {}, "one of", any_text, one_of_words, words},
    {Kind::role, {}, "one of", any_text, one_of_words, words},
    {Kind::connect, {}, "one of", any_text, one_of_words, words},
    {Kind::node, {}, "a node", any_text, name<&KnownNames::node_problem>},
    {Kind::fault_node, {}, "a node, or one that is drawn:", any_text, node_or_word, text_or_word},
    {Kind::frame_node, {}, "a node", any_text, name<&KnownNames::frame_node_problem>},
    {Kind::operation_node, {}, "a node, or", any_text, node_or_word, text_or_word},
    {Kind::client_node, {}, "a node, or", any_text, node_or_word, text_or_word},
    {Kind::host, {}, "a node or a client", any_text, name<&KnownNames::host_problem>},
    {Kind::frame_type, {}, "a type of frames", any_text, name<&KnownNames::frame_type_problem>, frame_types},
    {Kind::profile, {}, "a profile", any_text, name<&KnownNames::profile_problem>, profiles},
    {Kind::check, {}, "a check", any_text, name<&KnownNames::check_problem>, checks},
    {Kind::mutant, {}, "a planted bug", any_text, name<&KnownNames::mutant_problem>},
    {Kind::verb, {}, "a verb", any_text, name<&KnownNames::verb_problem>},
    {Kind::command, {}, "a command", parse_as_text<split_command>, name<&KnownNames::command_problem>},
    {Kind::link_delay, {}, any_duration, parse<parse_duration>},
    {.kind = Kind::groups,
     .definition = {},
     .written_as = "groups of hosts, such as [[n1], [n2, n3]]",
     .schema = groups,
     .decode = decode_groups},
    {.kind = Kind::new_knobs,
     .definition = {},
     .written_as = "knobs with values, such as {max-clients: 4}",
     .decode = decode_new_knobs},
    {.kind = Kind::match, .definition = {}, .written_as = "a mapping with", .decode = decode_match},
};

constexpr ListKind list_kinds[] = {
    {Kind::identifiers, Kind::identifier},
    {Kind::counts, Kind::count},
    {Kind::numbers, Kind::number},
    {Kind::scalars, Kind::scalar},
    {.kind = Kind::frame_types, .of = Kind::frame_type, .or_single = true},
    {.kind = Kind::client_nodes, .of = Kind::client_node, .or_single = true},
    {.kind = Kind::delays, .of = Kind::duration, .or_single = true},
    {.kind = Kind::duration_pair, .of = Kind::duration, .is_pair = true},
    {.kind = Kind::quantity_pair, .of = Kind::quantity, .is_pair = true},
    {.kind = Kind::duration_range, .of = Kind::positive_duration, .is_pair = true, .or_single = true},
};

}  // namespace

std::vector<std::string_view> words_of(const KeySpec& key, const RoleNames& roles) {
  switch (key.kind) {
    case Kind::role:
      return {roles.leading, roles.following};
    case Kind::connect:
      return {"any", roles.leading};
    case Kind::operation_node:
      return {roles.leading};
    case Kind::client_node:
      return {"any"};
    case Kind::fault_node:
      return {"any", roles.leading, roles.following};
    default:
      return {key.words.begin(), key.words.end()};
  }
}

std::span<const KindSpec> kinds() { return kind_table; }

const KindSpec* find_kind(KeySpec::Kind kind) {
  const auto* const found = std::ranges::find(kind_table, kind, &KindSpec::kind);
  return found != std::end(kind_table) ? found : nullptr;
}

const ListKind* find_list_kind(KeySpec::Kind kind) {
  const auto* const found = std::ranges::find(list_kinds, kind, &ListKind::kind);
  return found != std::end(list_kinds) ? found : nullptr;
}

}  // namespace groundhog
