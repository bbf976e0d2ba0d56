#include "sim/scenario/names.hpp"

#include <algorithm>

#include "sim/core/characters.hpp"
#include "sim/events/edges.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog {
namespace {

std::uint32_t clients_named_by(const YamlValue* ops) {
  if (ops == nullptr) return 0;
  std::uint32_t most = ops->items.empty() ? 0 : 1;
  for (const YamlValue& operation : ops->items) {
    const YamlValue* client = operation.find("client");
    if (client != nullptr) most = std::max(most, client_number(client->text).value_or(0));
  }
  return most;
}

// A placeholder counts as its largest value.
std::uint32_t client_count(const YamlValue& clients, std::span<const Param> params) {
  std::vector<std::string> texts{clients.text};
  if (clients.param != YamlValue::no_param) texts = params[clients.param].extremes();
  std::uint64_t most = 0;
  for (const std::string& text : texts) most = std::max(most, parse_count(text).value_or(0));
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(most, max_clients));
}

using Problem = std::optional<UnitError>;

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// `listed_as`: what `groundhog list` calls the candidates; empty: it does not know them.
Problem unknown(std::string_view what, std::string_view found, std::span<const std::string_view> candidates,
                std::string_view listed_as = {}) {
  if (contains(candidates, found)) return std::nullopt;
  const std::string_view near = closest(found, candidates);
  return UnitError{"unknown " + std::string(what) + " '" + std::string(found) + "'" +
                       (near.empty() ? all_of_them(candidates, listed_as) : std::string()),
                   std::string(near)};
}

// In nanoseconds, bytes, as a number; a flag is 0 or 1.
Parsed<std::uint64_t> parse_knob(KnobSpec::Kind kind, std::string_view text) {
  const auto number = [](auto value) { return static_cast<std::uint64_t>(value); };
  if (kind == KnobSpec::Kind::duration)
    return parse_duration(text).map([](Duration value) { return value.count(); }).map(number);
  if (kind == KnobSpec::Kind::flag) return parse_flag(text).map(number);
  return kind == KnobSpec::Kind::size ? parse_size(text) : parse_count(text);
}

std::string knob_text(KnobSpec::Kind kind, std::uint64_t value) {
  if (kind == KnobSpec::Kind::duration) return readable_duration(Duration(static_cast<std::int64_t>(value)));
  return kind == KnobSpec::Kind::size ? format_size(value) : std::to_string(value);
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

}  // namespace

bool ScenarioNames::is_node(std::string_view name) const {
  return std::find(nodes.begin(), nodes.end(), name) != nodes.end();
}

bool ScenarioNames::is_client(std::string_view name) const {
  const auto number = client_number(name);
  return number && *number >= 1 && *number <= clients;
}

ScenarioNames collect_names(const YamlValue& root, std::span<const Param> params) {
  ScenarioNames names;
  if (const YamlValue* nodes = root.find("cluster", "nodes")) {
    for (const YamlEntry& node : nodes->entries) names.nodes.push_back(node.key);
  }
  const YamlValue* clients = root.find("workload", "clients");
  names.has_client_count = clients != nullptr;
  names.clients = clients != nullptr ? client_count(*clients, params) : clients_named_by(root.find("workload", "ops"));
  return names;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || !is_letter_or_digit(text.front())) return false;
  return std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

std::optional<UnitError> word_problem(std::span<const std::string_view> words, std::string_view text) {
  if (contains(words, text)) return std::nullopt;
  return UnitError{"expected one of " + joined(words, ", ") + ", found '" + std::string(text) + "'",
                   std::string(closest(text, words))};
}

Problem KnownNames::knob_name_problem(std::string_view knob) const {
  return unknown("knob", knob, names_in(context_.guest.knobs(), &KnobSpec::name), "knobs");
}

Problem KnownNames::new_knob_problem(std::string_view knob) const {
  if (auto problem = knob_name_problem(knob)) return problem;
  std::vector<std::string_view> others;
  for (const KnobSpec& spec : context_.guest.knobs()) {
    if (spec.can_change && spec.name == knob) return std::nullopt;
    if (spec.can_change) others.push_back(spec.name);
  }
  const std::string these = others.empty() ? "no knob can" : "those that can are " + joined(others, ", ");
  return UnitError{"'" + std::string(knob) + "' cannot change while a node runs; " + these, {}};
}

Problem KnownNames::knob_problem(std::string_view knob, std::string_view text) const {
  return value_problem(*std::ranges::find(context_.guest.knobs(), knob, &KnobSpec::name), text);
}

Problem KnownNames::operation_problem(std::string_view word) const {
  return unknown("operation", word, names_in(context_.guest.operations(), &OperationSpec::word), "operations");
}

Problem KnownNames::profile_problem(std::string_view name) const {
  return unknown("profile", name, names_in(context_.guest.profiles(), &ProfileSpec::name), "profiles");
}

RoleNames KnownNames::roles() const { return context_.guest.roles(); }

Problem KnownNames::node_problem(std::string_view name) const { return unknown("node", name, names_.nodes); }

Problem KnownNames::host_problem(std::string_view name) const {
  if (names_.is_client(name)) return std::nullopt;
  if (client_number(name) && !names_.is_node(name)) return client_problem(name);
  return unknown("host", name, names_.nodes);
}

Problem KnownNames::frame_node_problem(std::string_view name) const {
  if (names_.is_node(name) || !client_number(name)) return node_problem(name);
  return UnitError{"message faults act on replication connections only, and '" + std::string(name) + "' is a client",
                   {}};
}

Problem KnownNames::client_problem(std::string_view name) const {
  if (names_.is_client(name)) return std::nullopt;
  if (!client_number(name)) return UnitError{"expected a client c1 … cN, found '" + std::string(name) + "'", {}};
  if (!names_.has_client_count && *client_number(name) > max_clients) {
    return UnitError{"more than " + std::to_string(max_clients) + " clients", {}};
  }
  if (names_.clients == 0) {
    return UnitError{
        "unknown client '" + std::string(name) + "': the workload has none, neither by 'clients' nor by 'ops'", {}};
  }
  const std::string last = client_name(names_.clients - 1);
  return UnitError{"unknown client '" + std::string(name) + "': the last one is " + last, last};
}

Problem KnownNames::link_problem(std::string_view text) const {
  const auto link = parse_link(text);
  for (const std::string& end : {link->from, link->to}) {
    if (end == "*") continue;
    if (auto problem = host_problem(end)) return problem;
  }
  if (link->from == link->to && link->from != "*") return UnitError{"a link joins two different hosts", {}};
  return std::nullopt;
}

Problem KnownNames::frame_type_problem(std::string_view type) const {
  if (type == "request" || type == "reply") {
    return UnitError{"message faults act on replication connections only, and '" + std::string(type) +
                         "' is a frame of client connections",
                     {}};
  }
  return unknown("frame type", type, context_.guest.dissector().replication_types(), "frames");
}

Problem KnownNames::event_problem(std::string_view event) const {
  return unknown("event", event, context_.guest.announced_events(), "events");
}

Problem KnownNames::check_problem(std::string_view name) const {
  return unknown("check", name, context_.check_names(), "checks");
}

Problem KnownNames::mutant_problem(std::string_view name) const {
  return context_.mutant_names.empty() ? std::nullopt : unknown("mutant", name, context_.mutant_names, "mutants");
}

Problem KnownNames::verb_problem(std::string_view verb) const {
  return unknown("verb", verb, names_in(context_.faults, &FaultEntry::verb), "faults");
}

Problem KnownNames::command_problem(std::string_view text) const {
  const std::vector<std::string> words = *split_command(text);
  const CommandSpec* const command = find_command(context_.guest.commands(), words.front());
  if (command == nullptr) {
    return unknown("command", words.front(), names_in(context_.guest.commands(), &CommandSpec::name), "commands");
  }
  if (takes(*command, words.size())) return std::nullopt;
  const std::string usage =
      std::string(command->name) + (command->arguments.empty() ? "" : " ") + std::string(command->arguments);
  return UnitError{"wrong number of arguments for '" + words.front() + "': expected " + usage, {}};
}

Problem KnownNames::cover_problem(std::string_view name) const {
  std::vector<std::string> fault_counts;
  for (const FaultEntry& entry : context_.faults) {
    fault_counts.push_back("fault." + std::string(entry.verb) + ".effective");
  }
  std::vector<std::string_view> candidates(operation_counts.begin(), operation_counts.end());
  candidates.insert(candidates.end(), fault_counts.begin(), fault_counts.end());
  for (const EdgeSpec& edge : edge_table) candidates.push_back(edge.name);
  const auto events = context_.guest.announced_events();
  candidates.insert(candidates.end(), events.begin(), events.end());
  return unknown("cover name", name, candidates, "cover");
}

}  // namespace groundhog
