#include "sim/scenario/rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <type_traits>

namespace groundhog {
namespace {

// More than these and a slip of the pen is likelier than a wish; a seed would not end in time.
constexpr std::uint64_t max_windows = 10'000;
constexpr std::uint64_t max_keys = 1'000'000;
constexpr double max_operations = 1'000'000;

Mark mark_of(const YamlValue& mapping, std::string_view key) {
  const YamlValue* value = mapping.find(key);
  return value != nullptr ? value->mark : mapping.mark;
}

Mark key_mark_of(const YamlValue& mapping, std::string_view key) {
  const YamlEntry* entry = mapping.find_entry(key);
  return entry != nullptr ? entry->mark : mapping.mark;
}

// ---- structure ----------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 4> reserved_names{"any", "primary", "replica", "operator"};

void check_node_roles(const YamlValue& nodes, const ScenarioNames& names, DiagnosticSink& sink) {
  const YamlEntry* primary = nullptr;
  for (const YamlEntry& entry : nodes.entries) {
    const bool reserved = std::find(reserved_names.begin(), reserved_names.end(), entry.key) != reserved_names.end();
    if (reserved || client_number(entry.key))
      sink.error(entry.mark, "'" + entry.key + "' cannot be the name of a node");
    const YamlValue* role = entry.value.find("role");
    const YamlValue* upstream = entry.value.find("of");
    if (role == nullptr) continue;
    if (role->text == "replica" && upstream == nullptr) sink.error(entry.mark, "the replica lacks its upstream: 'of'");
    if (role->text != "primary") continue;
    if (upstream != nullptr) sink.error(key_mark_of(entry.value, "of"), "a primary replicates nobody");
    if (primary != nullptr) sink.error(entry.mark, "a second primary: the first is '" + primary->key + "'");
    primary = &entry;
  }
  if (primary == nullptr && !names.nodes.empty()) sink.error(nodes.mark, "no node is the primary");
  if (names.nodes.empty()) sink.error(nodes.mark, "the cluster has no nodes");
}

// A chain that never reaches the primary is a cycle; each cycle is reported at its first node in the file.
void check_chains(const YamlValue& nodes, DiagnosticSink& sink) {
  std::set<std::string_view> reported;
  for (const YamlEntry& entry : nodes.entries) {
    std::string path = entry.key;
    std::vector<std::string_view> seen{entry.key};
    const YamlValue* upstream = entry.value.find("of");
    while (upstream != nullptr && seen.size() <= nodes.entries.size()) {
      path += " -> " + upstream->text;
      if (upstream->text == entry.key) {
        const bool known = reported.count(entry.key) != 0;
        if (!known) sink.error(mark_of(entry.value, "of"), "the replicas follow one another in a circle: " + path);
        reported.insert(seen.begin(), seen.end());
        break;
      }
      seen.push_back(upstream->text);
      const YamlValue* next = nodes.find(upstream->text);
      upstream = next != nullptr ? next->find("of") : nullptr;
    }
  }
}

void check_workload_keys(const YamlValue& workload, DiagnosticSink& sink) {
  const bool generates = workload.find("rate") != nullptr;
  if (generates && workload.find("clients") == nullptr)
    sink.error(key_mark_of(workload, "rate"), "a rate needs clients");
  if (generates && workload.find("mix") == nullptr) sink.error(key_mark_of(workload, "rate"), "a rate needs a mix");
  if (!generates && workload.find("mix") != nullptr) sink.error(key_mark_of(workload, "mix"), "a mix needs a rate");
}

void check_timing_keys(const YamlValue& fault, DiagnosticSink& sink) {
  constexpr std::array<std::string_view, 4> timings{"at", "every", "random", "when"};
  const YamlEntry* first = nullptr;
  for (const YamlEntry& entry : fault.entries) {
    if (std::find(timings.begin(), timings.end(), entry.key) == timings.end()) continue;
    if (first != nullptr && first->key != entry.key) {
      sink.error(entry.mark, "a fault has at most one timing: '" + first->key + "' and '" + entry.key + "' are two");
    }
    if (first == nullptr) first = &entry;
  }
  if (fault.find("until") != nullptr && fault.find("every") == nullptr) {
    sink.error(key_mark_of(fault, "until"), "'until' belongs to 'every'");
  }
  if (fault.find("for") != nullptr && fault.find("random") != nullptr) {
    sink.error(key_mark_of(fault, "for"), "with 'random' the length stands inside: random: {…, for: …}");
  }
}

// ---- instances ----------------------------------------------------------------------------------------------------

class FaultRules {
 public:
  FaultRules(const YamlValue& yaml, const FaultSpec& fault, const ScenarioBody& body, DiagnosticSink& sink)
      : yaml_(yaml), fault_(fault), body_(body), sink_(sink) {}

  void check() {
    if (fault_.entry == nullptr || !fault_.enabled) return;
    std::visit([this](const auto& timing) { check_timing(timing); }, fault_.timing);
    if (fault_.entry->shape == FaultEntry::Shape::instant && yaml_.find("for") != nullptr) {
      sink_.error(key_mark_of(yaml_, "for"), instant_message());
    }
    check_partition();
    check_upstream();
  }

 private:
  std::string instant_message() const {
    return "'" + std::string(fault_.entry->verb) + "' happens at one instant: 'for' has no meaning";
  }
  std::string end_of_chaos() const { return "the end of chaos at " + format_duration(body_.chaos); }

  void check_timing(const AllOfChaos&) {
    if (fault_.lasts && *fault_.lasts > body_.chaos) {
      sink_.error(mark_of(yaml_, "for"),
                  "the fault ends at " + format_duration(*fault_.lasts) + ", past " + end_of_chaos());
    }
  }

  void check_timing(const AtTime& timing) {
    if (timing.at >= body_.chaos) {
      return sink_.error(mark_of(yaml_, "at"),
                         "the fault starts at " + format_duration(timing.at) + ", past " + end_of_chaos());
    }
    if (!fault_.lasts || timing.at + *fault_.lasts <= body_.chaos) return;
    sink_.error(mark_of(yaml_, "for"),
                "the fault ends at " + format_duration(timing.at + *fault_.lasts) + ", past " + end_of_chaos());
  }

  void check_timing(const Repeated& timing) {
    if (timing.every == Duration{0}) return;  // reported already
    const Duration until = timing.until.value_or(body_.chaos);
    if (static_cast<std::uint64_t>(until / timing.every) > max_windows) {
      return sink_.error(mark_of(yaml_, "every"), "more than " + std::to_string(max_windows) + " windows");
    }
    if (timing.every >= until)
      sink_.error(mark_of(yaml_, "every"), "the fault never starts: the first time is past the last");
    if (until > body_.chaos) sink_.error(mark_of(yaml_, "until"), "the fault goes on past " + end_of_chaos());
    if (fault_.lasts && *fault_.lasts > timing.every) {
      sink_.error(mark_of(yaml_, "for"), "windows of " + format_duration(*fault_.lasts) + " every " +
                                             format_duration(timing.every) + " overlap");
    }
  }

  void check_timing(const RandomWindows& windows) {
    const YamlValue& random = *yaml_.find("random");
    const Mark within = mark_of(random, "within");
    if (fault_.entry->shape == FaultEntry::Shape::instant && random.find("for") != nullptr) {
      sink_.error(key_mark_of(random, "for"), instant_message());
    }
    if (fault_.entry->shape == FaultEntry::Shape::window && windows.longest == Duration{0} && !ends_by_itself()) {
      sink_.error(random.mark, "random windows need a length: 'for'");
    }
    if (windows.count > max_windows) {
      return sink_.error(mark_of(random, "count"), "more than " + std::to_string(max_windows) + " windows");
    }
    if (windows.shortest > windows.longest)
      return sink_.error(mark_of(random, "for"), empty_range(windows.shortest, windows.longest));
    if (windows.from >= windows.to) return sink_.error(within, empty_range(windows.from, windows.to));
    if (windows.to > body_.chaos) sink_.error(within, "the fault may last past " + end_of_chaos());
    const Duration each = windows.longest + windows.gap;
    if (each == Duration{0}) return;
    const auto fitting = (windows.to - windows.from + windows.gap) / each;  // the last one needs no gap
    if (windows.count <= static_cast<std::uint64_t>(fitting)) return;
    sink_.error(within, std::to_string(windows.count) + " windows of up to " + format_duration(windows.longest) +
                            " with gaps of " + format_duration(windows.gap) + " do not fit into " +
                            format_duration(windows.to - windows.from));
  }

  void check_timing(const EventTrigger&) {}

  // A window verb with a duration of its own, such as restart_after, needs no `for`.
  bool ends_by_itself() const {
    return std::ranges::any_of(fault_.entry->parameters, [&](const ParameterSpec& spec) {
      return spec.kind == ParameterSpec::Kind::duration && spec.name == "restart_after" &&
             fault_.parameters.contains(std::string(spec.name));
    });
  }

  static std::string empty_range(Duration low, Duration high) {
    return "empty range: from " + format_duration(low) + " to " + format_duration(high);
  }

  void check_partition() {
    const bool takes_groups = std::ranges::any_of(
        fault_.entry->parameters, [](const ParameterSpec& spec) { return spec.kind == ParameterSpec::Kind::groups; });
    if (!takes_groups) return;
    const bool has_groups = yaml_.find("groups") != nullptr;
    if (has_groups && fault_.shape) sink_.error(key_mark_of(yaml_, "shape"), "'groups' and 'shape' exclude each other");
    if (!has_groups && !fault_.shape) sink_.error(yaml_.mark, "a partition needs 'groups' or a 'shape'");
    if (fault_.symmetry && yaml_.find("one_way") != nullptr) {
      sink_.error(key_mark_of(yaml_, "symmetry"), "'one_way' and 'symmetry' exclude each other");
    }
    if (!fault_.shape) return;
    const std::size_t needed = least_nodes(*fault_.shape);
    if (body_.nodes.size() >= needed) return;
    sink_.error(mark_of(yaml_, "shape"), "this shape needs at least " + std::to_string(needed) + " nodes");
  }

  static std::size_t least_nodes(PartitionShape shape) {
    switch (shape) {
      case PartitionShape::bridge:
        return 3;
      case PartitionShape::ring:
        return 4;
      default:
        return 2;
    }
  }

  void check_upstream() {
    const auto node = fault_.parameters.find("node");
    const auto upstream = fault_.parameters.find("of");
    if (node == fault_.parameters.end() || upstream == fault_.parameters.end()) return;
    if (body_.nodes.size() < 2) return sink_.error(yaml_.mark, "a node cannot follow itself, and there is no other");
    const std::string name = present_name(node->second);
    if (name != present_name(upstream->second) || name == "any") return;
    sink_.error(mark_of(yaml_, "of"), "a node cannot follow itself");
  }

  // `primary` is a node that is known before the run.
  std::string present_name(const FaultValue& node) const {
    const auto& name = std::get<std::string>(node);
    return name == "primary" ? body_.primary() : name;
  }

  const YamlValue& yaml_;
  const FaultSpec& fault_;
  const ScenarioBody& body_;
  DiagnosticSink& sink_;
};

// Ids that were made up for faults without one count too.
void check_fault_ids(const YamlValue& yaml, std::span<const FaultSpec> faults, DiagnosticSink& sink) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].id.empty() || ids.insert(faults[i].id).second) continue;
    sink.error(mark_of(yaml.items[i], "id"), "another fault is called '" + faults[i].id + "' already");
  }
}

void check_ttl(const YamlValue& ttl, const TtlSpec& spec, DiagnosticSink& sink) {
  constexpr Duration millisecond = std::chrono::milliseconds(1);
  if (spec.least > spec.most) {
    sink.error(ttl.mark, "empty range: ttl from " + format_duration(spec.least) + " to " + format_duration(spec.most));
  }
  for (const auto& [key, value] : {std::pair{"min", spec.least}, std::pair{"max", spec.most}}) {
    if (value % millisecond != Duration{0}) sink.error(mark_of(ttl, key), "a TTL is a whole number of milliseconds");
  }
  if (spec.step && *spec.step % millisecond != Duration{0}) {
    sink.error(mark_of(ttl, "step"), "a TTL is a whole number of milliseconds");
  }
}

double operations_of(const ScenarioBody& body) {
  return body.workload.rate * static_cast<double>(body.chaos.count()) / 1e9;
}

// An unknown operation has been reported, and may be the one that has the weight.
bool knows_all(const YamlValue& mix) {
  return std::ranges::all_of(mix.entries, [](const YamlEntry& entry) {
    return std::ranges::any_of(operation_mix, [&](const OperationSpec& spec) { return spec.word == entry.key; });
  });
}

void check_workload(const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink) {
  const WorkloadSpec& workload = body.workload;
  if (const YamlValue* ttl = yaml.find("ttl")) check_ttl(*ttl, workload.ttl, sink);
  if (const YamlValue* values = yaml.find("values");
      values != nullptr && workload.values.least > workload.values.most) {
    sink.error(values->mark, "empty range: values from " + format_size(workload.values.least) + " to " +
                                 format_size(workload.values.most));
  }
  if (const YamlValue* clients = yaml.find("clients"); clients != nullptr && workload.clients >= max_clients) {
    sink.error(clients->mark, "more than " + std::to_string(max_clients - 1) + " clients");
  }
  if (const YamlValue* rate = yaml.find("rate"); rate != nullptr && operations_of(body) > max_operations) {
    sink.error(rate->mark, "more than a million operations");
  }
  if (const YamlValue* keys = yaml.find("keys"); keys != nullptr && workload.keys.count > max_keys) {
    sink.error(mark_of(*keys, "count"), "more than a million keys");
  }
  double total = 0;
  for (const double weight : workload.mix) total += weight;
  if (const YamlValue* mix = yaml.find("mix"); mix != nullptr && !(total > 0) && knows_all(*mix)) {
    sink.error(mix->mark, "all weights are 0");
  }
  const YamlValue* ops = yaml.find("ops");
  if (ops == nullptr) return;
  for (const YamlValue& item : ops->items) {
    const YamlValue* at = item.find("at");
    if (at == nullptr) continue;
    const auto time = parse_duration(at->text);
    if (time && *time >= body.chaos)
      sink.error(at->mark, "the operation is past the end of chaos at " + format_duration(body.chaos));
  }
}

}  // namespace

void check_structure(const YamlValue& root, const ScenarioNames& names, DiagnosticSink& sink) {
  const YamlValue* version = root.find("version");
  if (version != nullptr && parse_count(version->text) && *parse_count(version->text) != 1) {
    sink.error(version->mark, "version " + version->text + " of the language is unknown", "1");
  }
  const YamlValue* cluster = root.find("cluster");
  if (const YamlValue* nodes = cluster != nullptr ? cluster->find("nodes") : nullptr) {
    check_node_roles(*nodes, names, sink);
    check_chains(*nodes, sink);
  }
  if (const YamlValue* workload = root.find("workload")) check_workload_keys(*workload, sink);
  if (const YamlValue* faults = root.find("faults")) {
    for (const YamlValue& fault : faults->items) check_timing_keys(fault, sink);
  }
}

void check_instance(const YamlValue& root, const ScenarioBody& body, DiagnosticSink& sink) {
  if (const YamlValue* workload = root.find("workload")) check_workload(*workload, body, sink);
  const YamlValue* faults = root.find("faults");
  if (faults == nullptr) return;
  check_fault_ids(*faults, body.faults, sink);
  for (std::size_t i = 0; i < body.faults.size(); ++i) {
    FaultRules(faults->items[i], body.faults[i], body, sink).check();
  }
}

}  // namespace groundhog
