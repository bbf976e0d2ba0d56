#include "sim/scenario/kinds.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <nlohmann/json.hpp>

#include "sim/plan/limits.hpp"
#include "sim/scenario/client_command.hpp"
#include "sim/scenario/simpler.hpp"
#include "sim/scenario/yaml_text.hpp"

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
  const auto count = parse_count(text);
  if (count && *count == 0) return tl::unexpected(UnitError{"must be at least 1", {}});
  return count;
}

template <auto parse_text>
Parsed<Duration> parse_positive(std::string_view text) {
  const Parsed<Duration> duration = parse_text(text);
  if (duration && *duration == Duration{0}) return tl::unexpected(UnitError{"must be longer than 0", {}});
  return duration;
}

Parsed<std::string> parse_command(std::string_view text) {
  if (const auto words = split_command(text); !words) return tl::unexpected(UnitError{words.error(), {}});
  return std::string(text);
}

// ---- names --------------------------------------------------------------------------------------------------------

template <auto judge_name>
Problem name(std::string_view text, const KeySpec&, const KnownNames& names) {
  return (names.*judge_name)(text);
}

Problem one_of_words(std::string_view text, const KeySpec& key, const KnownNames&) {
  return word_problem(key.words, text);
}

// ---- what is no single value ---------------------------------------------------------------------------------------

std::optional<FaultValue> decode_groups(const YamlValue& value, const KeySpec& key, const Decoder& decoder) {
  if (!decoder.expect(value, YamlValue::Kind::sequence)) return std::nullopt;
  if (value.items.size() < 2) decoder.error(value.mark, "a partition has at least two groups");
  Groups groups;
  for (const YamlValue& item : value.items) {
    std::vector<std::string>& group = groups.emplace_back();
    if (!decoder.expect(item, YamlValue::Kind::sequence)) continue;
    if (item.items.empty()) decoder.error(item.mark, "the group is empty");
    for (const YamlValue& name : item.items) {
      if (const auto read = decoder.scalar(name, key, *find_kind(Kind::host)))
        group.push_back(std::get<std::string>(*read));
    }
  }
  return groups;
}

// What is wrong with it, its keys have shown.
std::optional<FaultValue> decode_match(const YamlValue& value, const KeySpec&, const Decoder& decoder) {
  const InstanceReader& reader = *decoder.reader();
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

// ---- JSON Schema --------------------------------------------------------------------------------------------------
// YAML gives editors numbers and booleans where the scalar looks like one.

constexpr std::string_view duration_pattern = R"([0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h))";
constexpr std::string_view offset_pattern = R"([+-]?[0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h))";
constexpr std::string_view size_pattern = R"([0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB))";
constexpr std::string_view percent_pattern = R"([0-9]+(\.[0-9]+)?%)";
constexpr std::string_view rate_pattern = R"([0-9]+(\.[0-9]+)?/(s|min))";
constexpr std::string_view link_pattern = R"(([^ <>]+)<?->([^ <>]+))";
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

Json words(const KeySpec& key, const LoaderContext&) { return one_of(key.words); }

Json events(const KeySpec&, const LoaderContext& context) { return one_of(context.guest.announced_events()); }

Json checks(const KeySpec&, const LoaderContext& context) { return one_of(context.check_names()); }

Json frame_types(const KeySpec&, const LoaderContext& context) {
  return one_of(context.guest.dissector().replication_types());
}

Json groups(const KeySpec&, const LoaderContext&) {
  const Json group{{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 1}};
  return {{"type", "array"}, {"items", group}, {"minItems", 2}};
}

// ---- the table ----------------------------------------------------------------------------------------------------

constexpr std::string_view any_duration = "a duration, such as 250ms";

constexpr KindSpec table[] = {
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
    {Kind::size, "size", "a size, such as 16KiB", parse<parse_size>, nullptr, pattern<size_pattern>},
    {Kind::socket_buffer, "socket_buffer", "a size, such as 16KiB", parse<parse_socket_buffer>, nullptr,
     pattern<size_pattern>},
    {Kind::rate, "rate", "a rate, such as 200/s", parse<parse_rate>, nullptr, pattern<rate_pattern>},
    {Kind::event, "event", "an announcement", any_text, name<&KnownNames::event_problem>, events},
    {Kind::link, "link", "a link, such as n1->n2 or n1<->n2", parse<parse_link>, name<&KnownNames::link_problem>,
     pattern<link_pattern>},
    {Kind::client, "client", "a client, such as c1", any_text, name<&KnownNames::client_problem>,
     pattern<client_pattern>},
    {Kind::text, {}, "text", any_text},
    {Kind::identifier, {}, "text", identifier, nullptr, text_or_number},
    {Kind::quantity, {}, "a number, a duration or a size", parse_as_text<parse_quantity>, nullptr, text_or_number},
    {Kind::word, {}, "one of", any_text, one_of_words, words},
    {Kind::node, {}, "a node", any_text, name<&KnownNames::node_problem>},
    {Kind::fault_node,
     {},
     "a node, or one that is drawn: any, primary, replica",
     any_text,
     name<&KnownNames::fault_node_problem>},
    {Kind::frame_node, {}, "a node", any_text, name<&KnownNames::frame_node_problem>},
    {Kind::operation_node, {}, "a node, or primary", any_text, name<&KnownNames::operation_node_problem>},
    {Kind::host, {}, "a node or a client", any_text, name<&KnownNames::host_problem>},
    {Kind::frame_type, {}, "a type of frames", any_text, name<&KnownNames::frame_type_problem>, frame_types},
    {Kind::check, {}, "a check", any_text, name<&KnownNames::check_problem>, checks},
    {Kind::mutant, {}, "a planted bug", any_text, name<&KnownNames::mutant_problem>},
    {Kind::verb, {}, "a verb", any_text, name<&KnownNames::verb_problem>},
    {Kind::command, {}, "a command", parse<parse_command>, name<&KnownNames::command_problem>},
    {.kind = Kind::groups,
     .definition = {},
     .written_as = "groups of hosts, such as [[n1], [n2, n3]]",
     .schema = groups,
     .decode = decode_groups},
    {.kind = Kind::match, .definition = {}, .written_as = "a mapping with", .decode = decode_match},
};

// ---- values of a plan ---------------------------------------------------------------------------------------------

std::string match_text(const FrameMatch& match) {
  FlowMapping flow;
  if (match.types.size() == 1) flow.add("type", yaml_scalar(match.types.front()));
  if (match.types.size() > 1) flow.add("type", yaml_scalars(match.types));
  const auto add_text = [&](std::string_view key, const std::optional<std::string>& value) {
    if (value) flow.add(key, yaml_scalar(*value));
  };
  const auto add_count = [&](std::string_view key, const std::optional<std::uint64_t>& value) {
    if (value) flow.add(key, std::to_string(*value));
  };
  add_text("from", match.from);
  add_text("to", match.to);
  add_text("key", match.key);
  add_count("first", match.first);
  add_count("nth", match.nth);
  add_count("every_nth", match.every_nth);
  add_text("after_event", match.after_event);
  return flow.text();
}

struct Text {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return format_number(value); }
  std::string operator()(Duration value) const { return format_time(value); }
  std::string operator()(const std::string& value) const { return yaml_scalar(value); }
  std::string operator()(const LinkSelector& value) const { return yaml_scalar(format_link(value)); }
  std::string operator()(const FrameMatch& value) const { return match_text(value); }
  std::string operator()(const Groups& value) const {
    std::vector<std::string> groups;
    for (const auto& group : value) groups.push_back(yaml_scalars(group));
    return yaml_list(groups);
  }
};

using Values = std::vector<FaultValue>;

// One frame is simpler than some, some than all that come.
void add_counts(const FrameMatch& match, Values& simpler) {
  constexpr std::uint64_t frames_tried = 12;
  if (match.nth) return;
  FrameMatch fewer = match;
  fewer.every_nth.reset();
  fewer.first.reset();
  for (std::uint64_t frame = 1; frame <= frames_tried; ++frame) {
    fewer.nth = frame * match.every_nth.value_or(1);
    simpler.emplace_back(fewer);
  }
  if (match.every_nth) return;
  fewer.nth.reset();
  for (std::uint64_t count = 2; count <= std::min(frames_tried, match.first.value_or(frames_tried + 1) - 1); ++count) {
    fewer.first = count;
    simpler.emplace_back(fewer);
  }
}

struct Simpler {
  Values operator()(bool value) const { return value ? Values{false} : Values{}; }
  Values operator()(std::int64_t value) const {
    const auto simpler = simpler_numbers(value);
    return {simpler.begin(), simpler.end()};
  }
  Values operator()(Duration value) const {
    const auto simpler = simpler_durations(value);
    return {simpler.begin(), simpler.end()};
  }
  // A probability. Certain is simpler than likely.
  Values operator()(double value) const {
    Values simpler;
    constexpr std::array<double, 3> rank = {0.0, 1.0, 0.5};
    for (const double each : rank) {
      if (each == value) return simpler;
      simpler.emplace_back(each);
    }
    return simpler;
  }
  Values operator()(const std::string&) const { return {}; }
  Values operator()(const LinkSelector& link) const {
    if (!link.both_ways) return {};
    return {LinkSelector{link.from, link.to, false}, LinkSelector{link.to, link.from, false}};
  }
  Values operator()(const Groups& groups) const {
    Values simpler;
    for (std::size_t group = 0; group < groups.size(); ++group) {
      for (std::size_t host = 0; host < groups[group].size(); ++host) {
        Groups fewer = groups;
        fewer[group].erase(fewer[group].begin() + static_cast<std::ptrdiff_t>(host));
        std::erase_if(fewer, [](const auto& each) { return each.empty(); });
        if (fewer.size() >= 2) simpler.emplace_back(std::move(fewer));
      }
    }
    return simpler;
  }
  Values operator()(const FrameMatch& match) const {
    Values simpler;
    const auto add = [&](auto change) { change(std::get<FrameMatch>(simpler.emplace_back(match))); };
    if (match.types.size() > 1) {
      for (const std::string& type : match.types) add([&](FrameMatch& each) { each.types = {type}; });
    }
    if (match.after_event) add([](FrameMatch& each) { each.after_event.reset(); });
    add_counts(match, simpler);
    return simpler;
  }
};

// Calls `visit` with every string that may be the name of a host, but for groups.
template <typename Value, typename Visit>
void visit_names(Value& value, const Visit& visit) {
  if (auto* name = std::get_if<std::string>(&value)) visit(*name);
  if (auto* link = std::get_if<LinkSelector>(&value)) {
    visit(link->from);
    visit(link->to);
  }
  if (auto* match = std::get_if<FrameMatch>(&value)) {
    if (match->from) visit(*match->from);
    if (match->to) visit(*match->to);
  }
}

// False if what is left of the groups separates no host from another.
bool leave_groups(Groups& groups, std::string_view name) {
  for (auto& group : groups) std::erase(group, name);
  std::erase_if(groups, [](const auto& group) { return group.empty(); });
  return groups.size() >= 2;
}

void rename_in(std::vector<std::string>& group, std::string_view from, const std::string& to) {
  if (std::ranges::find(group, to) != group.end()) {
    std::erase(group, from);
  } else {
    std::ranges::replace(group, std::string(from), to);
  }
}

bool joins_itself(const FaultValue& value) {
  if (const auto* link = std::get_if<LinkSelector>(&value)) return link->from == link->to && link->from != "*";
  const auto* match = std::get_if<FrameMatch>(&value);
  return match != nullptr && match->from && match->from == match->to;
}

}  // namespace

std::span<const KindSpec> kinds() { return table; }

const KindSpec* find_kind(KeySpec::Kind kind) {
  const auto* const found = std::ranges::find(table, kind, &KindSpec::kind);
  return found != std::end(table) ? found : nullptr;
}

std::optional<FaultValue> Decoder::decode(const YamlValue& value, const KeySpec& key) const {
  const KindSpec& kind = *find_kind(key.kind);
  return kind.decode != nullptr ? kind.decode(value, key, *this) : scalar(value, key, kind);
}

std::optional<FaultValue> Decoder::scalar(const YamlValue& value, const KeySpec& key, const KindSpec& kind) const {
  if (reader_ != nullptr) return reader_->read(&value, kind.parse);
  judge(value, [&](std::string_view text) -> Problem {
    const auto parsed = kind.parse(text);
    if (!parsed) return parsed.error();
    return kind.judge != nullptr ? kind.judge(text, key, *names_) : std::nullopt;
  });
  return std::nullopt;
}

bool Decoder::expect(const YamlValue& value, YamlValue::Kind kind) const {
  constexpr std::array<std::string_view, 4> names{"nothing", "a single value", "a list", "a mapping"};
  if (value.kind == kind) return true;
  error(value.mark, "expected " + std::string(names[static_cast<std::size_t>(kind)]) + ", found " +
                        std::string(names[static_cast<std::size_t>(value.kind)]));
  return false;
}

void Decoder::error(Mark mark, std::string message) const {
  if (sink_ != nullptr) sink_->error(mark, std::move(message));
}

void Decoder::report(Mark mark, const std::optional<UnitError>& problem) const {
  if (problem && sink_ != nullptr) sink_->error(mark, problem->message, problem->suggestion);
}

std::string value_text(const FaultValue& value) { return std::visit(Text{}, value); }

std::vector<FaultValue> simpler_values(const FaultValue& value) { return std::visit(Simpler{}, value); }

bool forget_host(FaultValue& value, std::string_view name) {
  bool found = false;
  visit_names(value, [&](const std::string& each) { found = found || each == name; });
  auto* groups = std::get_if<Groups>(&value);
  return !found && (groups == nullptr || leave_groups(*groups, name));
}

bool rename_host(FaultValue& value, std::string_view from, const std::string& to) {
  visit_names(value, [&](std::string& name) {
    if (name == from) name = to;
  });
  auto* groups = std::get_if<Groups>(&value);
  if (groups == nullptr) return !joins_itself(value);
  for (auto& group : *groups) rename_in(group, from, to);
  return leave_groups(*groups, "");
}

}  // namespace groundhog
