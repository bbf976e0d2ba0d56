#include "sim/scenario/scalar_check.hpp"

#include <algorithm>
#include <array>

#include "sim/plan/plan.hpp"
#include "sim/scenario/client_command.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog {
namespace {

using Kind = KeySpec::Kind;
using Problem = std::optional<UnitError>;

constexpr std::array<std::string_view, 3> drawn_nodes{"any", "primary", "replica"};
constexpr std::array<std::string_view, 1> primary_node{PlannedOperation::primary};
constexpr std::array<std::string_view, 4> operation_counts{"ops.acknowledged", "ops.failed", "ops.unknown",
                                                           "ops.unsent"};

template <typename T>
Problem problem_of(const Parsed<T>& parsed) {
  return parsed ? std::nullopt : Problem(parsed.error());
}

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Problem unknown(std::string_view what, std::string_view found, std::span<const std::string_view> candidates) {
  if (contains(candidates, found)) return std::nullopt;
  return UnitError{"unknown " + std::string(what) + " '" + std::string(found) + "'",
                   std::string(closest(found, candidates))};
}

Problem word_problem(const KeySpec& key, std::string_view text) {
  if (contains(key.words, text)) return std::nullopt;
  std::string message = "expected one of ";
  for (const std::string_view word : key.words) {
    if (word != key.words.front()) message += ", ";
    message += word;
  }
  return UnitError{message + ", found '" + std::string(text) + "'", std::string(closest(text, key.words))};
}

Problem at_least_one(const Parsed<std::uint64_t>& count) {
  if (!count) return count.error();
  return *count > 0 ? std::nullopt : Problem(UnitError{"must be at least 1", {}});
}

Problem longer_than_zero(const Parsed<Duration>& duration) {
  if (!duration) return duration.error();
  return *duration > Duration{0} ? std::nullopt : Problem(UnitError{"must be longer than 0", {}});
}

// In nanoseconds, bytes, as a number; a flag is 0 or 1.
Parsed<std::uint64_t> parse_knob(KnobSpec::Kind kind, std::string_view text) {
  switch (kind) {
    case KnobSpec::Kind::duration:
      return parse_duration(text).map([](Duration value) { return static_cast<std::uint64_t>(value.count()); });
    case KnobSpec::Kind::bytes:
      return parse_size(text);
    case KnobSpec::Kind::count:
      return parse_count(text);
    case KnobSpec::Kind::flag:
      return parse_flag(text).map([](bool value) { return std::uint64_t{value ? 1U : 0U}; });
  }
  return 0;
}

std::string knob_text(KnobSpec::Kind kind, std::uint64_t value) {
  if (kind == KnobSpec::Kind::duration) return format_duration(Duration(static_cast<std::int64_t>(value)));
  return kind == KnobSpec::Kind::bytes ? format_size(value) : std::to_string(value);
}

Problem value_problem(const KnobSpec& knob, std::string_view text) {
  const auto value = parse_knob(knob.kind, text);
  if (!value) return value.error();
  const bool is_duration = knob.kind == KnobSpec::Kind::duration;
  if (knob.positive && *value == 0) {
    return UnitError{is_duration ? "must be longer than 0" : "must be at least 1", {}};
  }
  if (*value <= knob.most) return std::nullopt;
  return UnitError{"'" + std::string(text) + "' is too much: at most " + knob_text(knob.kind, knob.most), {}};
}

std::vector<std::string_view> verbs_of(std::span<const FaultEntry> faults) {
  std::vector<std::string_view> verbs;
  for (const FaultEntry& entry : faults) verbs.push_back(entry.verb);
  return verbs;
}

}  // namespace

bool is_identifier(std::string_view text) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (text.empty() || !is_letter_or_digit(text.front())) return false;
  return std::ranges::all_of(text, [&](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

std::optional<UnitError> ScalarCheck::problem(const KeySpec& key, std::string_view text) const {
  switch (key.kind) {
    case Kind::text:
      return std::nullopt;
    case Kind::identifier:
      return is_identifier(text) ? std::nullopt
                                 : Problem(UnitError{"expected a name of letters, digits and . _ -", {}});
    case Kind::count:
      return problem_of(parse_count(text));
    case Kind::positive_count:
      return at_least_one(parse_count(text));
    case Kind::ppm:
      return problem_of(parse_drift(text));
    case Kind::number:
      return problem_of(parse_number(text));
    case Kind::flag:
      return problem_of(parse_flag(text));
    case Kind::probability:
      return problem_of(parse_probability(text));
    case Kind::duration:
      return problem_of(parse_duration(text));
    case Kind::positive_duration:
      return longer_than_zero(parse_duration(text));
    case Kind::ttl:
      return longer_than_zero(parse_ttl(text));
    case Kind::offset:
      return problem_of(parse_clock_offset(text));
    case Kind::size:
      return problem_of(parse_size(text));
    case Kind::socket_buffer:
      return problem_of(parse_socket_buffer(text));
    case Kind::rate:
      return problem_of(parse_rate(text));
    case Kind::quantity:
      return problem_of(parse_quantity(text));
    case Kind::word:
      return word_problem(key, text);
    case Kind::node:
      return node_problem(text, {});
    case Kind::fault_node:
      return node_problem(text, drawn_nodes);
    case Kind::operation_node:
      return node_problem(text, primary_node);
    case Kind::frame_node:
      return frame_node_problem(text);
    case Kind::client:
      return client_problem(text);
    case Kind::link:
      return link_problem(text);
    case Kind::event:
      return unknown("event", text, context_.guest.announced_events());
    case Kind::check:
      return check_problem(text);
    case Kind::mutant:
      return context_.mutant_names.empty() ? std::nullopt : unknown("mutant", text, context_.mutant_names);
    case Kind::verb:
      return unknown("verb", text, verbs_of(context_.faults));
    case Kind::command:
      return command_problem(text);
    default:
      return UnitError{"a single value cannot stand here", {}};
  }
}

std::optional<UnitError> ScalarCheck::command_problem(std::string_view text) const {
  const auto words = split_command(text);
  if (!words) return UnitError{words.error(), {}};
  const std::string& name = words->front();
  const CommandSpec* const command = find_command(context_.guest.commands(), name);
  if (command == nullptr) {
    std::vector<std::string_view> names;
    for (const CommandSpec& each : context_.guest.commands()) names.push_back(each.name);
    return unknown("command", name, names);
  }
  if (takes(*command, words->size())) return std::nullopt;
  const std::string usage =
      std::string(command->name) + (command->arguments.empty() ? "" : " ") + std::string(command->arguments);
  return UnitError{"wrong number of arguments for '" + name + "': expected " + usage, {}};
}

std::optional<UnitError> ScalarCheck::knob_problem(std::string_view knob, std::string_view text) const {
  std::vector<std::string_view> names;
  for (const KnobSpec& spec : context_.guest.knobs()) {
    names.push_back(spec.name);
    if (spec.name == knob) return value_problem(spec, text);
  }
  return unknown("knob", knob, names);
}

std::optional<UnitError> ScalarCheck::node_problem(std::string_view name,
                                                   std::span<const std::string_view> also) const {
  if (contains(also, name)) return std::nullopt;
  return unknown("node", name, names_.nodes);
}

std::optional<UnitError> ScalarCheck::host_problem(std::string_view name) const {
  if (names_.is_client(name)) return std::nullopt;
  if (client_number(name) && !names_.is_node(name)) return client_problem(name);
  return unknown("host", name, names_.nodes);
}

std::optional<UnitError> ScalarCheck::frame_node_problem(std::string_view name) const {
  if (names_.is_node(name) || !client_number(name)) return node_problem(name, {});
  return UnitError{"message faults act on replication connections only, and '" + std::string(name) + "' is a client",
                   {}};
}

std::optional<UnitError> ScalarCheck::client_problem(std::string_view name) const {
  if (names_.is_client(name)) return std::nullopt;
  if (!client_number(name)) return UnitError{"expected a client c1 … cN, found '" + std::string(name) + "'", {}};
  if (!names_.has_client_count && *client_number(name) > max_clients) {
    return UnitError{"more than " + std::to_string(max_clients) + " clients", {}};
  }
  const std::string last = "c" + std::to_string(names_.clients);
  return UnitError{"unknown client '" + std::string(name) + "': the last one is " + last, last};
}

std::optional<UnitError> ScalarCheck::link_problem(std::string_view text) const {
  const auto link = parse_link(text);
  if (!link) return link.error();
  for (const std::string& end : {link->from, link->to}) {
    if (end == "*") continue;
    if (auto problem = host_problem(end)) return problem;
  }
  if (link->from == link->to && link->from != "*") return UnitError{"a link joins two different hosts", {}};
  return std::nullopt;
}

std::optional<UnitError> ScalarCheck::frame_type_problem(std::string_view type) const {
  if (type == "request" || type == "reply") {
    return UnitError{"message faults act on replication connections only, and '" + std::string(type) +
                         "' is a frame of client connections",
                     {}};
  }
  return unknown("frame type", type, context_.guest.dissector().replication_types());
}

std::optional<UnitError> ScalarCheck::check_problem(std::string_view name) const {
  return unknown("check", name, context_.check_names());
}

std::optional<UnitError> ScalarCheck::cover_problem(std::string_view name) const {
  std::vector<std::string> fault_counts;
  for (const FaultEntry& entry : context_.faults) {
    fault_counts.push_back("fault." + std::string(entry.verb) + ".effective");
  }
  std::vector<std::string_view> candidates(operation_counts.begin(), operation_counts.end());
  candidates.insert(candidates.end(), fault_counts.begin(), fault_counts.end());
  const auto events = context_.guest.announced_events();
  candidates.insert(candidates.end(), events.begin(), events.end());
  return unknown("cover name", name, candidates);
}

}  // namespace groundhog
