#include "sim/scenario/rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "sim/faults/role_commands.hpp"
#include "sim/plan/limits.hpp"
#include "sim/scenario/decode.hpp"

namespace groundhog {
namespace {

// More than these and a slip of the pen is likelier than a wish; a seed would not end in time.
constexpr std::uint64_t max_keys = 1'000'000;
constexpr double max_operations = 1'000'000;
constexpr double max_theta = 10;  // the second key is then drawn once in a thousand times
constexpr std::uint64_t max_value_bytes = std::uint64_t{1} << 30;  // of all operations together: a plan holds them

// ---- structure ----------------------------------------------------------------------------------------------------

void check_workload_keys(const YamlValue& workload, DiagnosticSink& sink) {
  const bool generates = workload.find("rate") != nullptr;
  if (generates && workload.find("clients") == nullptr)
    sink.error(workload.key_mark_of("rate"), "a rate needs clients");
  const bool has_mix = workload.find("mix") != nullptr || workload.find("profile") != nullptr;
  if (generates && !has_mix) sink.error(workload.key_mark_of("rate"), "a rate needs a mix");
  for (const std::string_view key : {"mix", "profile"}) {
    if (generates || workload.find(key) == nullptr) continue;
    sink.error(workload.key_mark_of(key), "a " + std::string(key) + " needs a rate");
  }
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
    sink.error(fault.key_mark_of("until"), "'until' belongs to 'every'");
  }
  if (fault.find("for") != nullptr && fault.find("random") != nullptr) {
    sink.error(fault.key_mark_of("for"), "with 'random' the length stands inside: random: {…, for: …}");
  }
}

// ---- instances ----------------------------------------------------------------------------------------------------

void check_ttl(const YamlValue& ttl, const TtlSpec& spec, DiagnosticSink& sink) {
  constexpr Duration millisecond = std::chrono::milliseconds(1);
  if (spec.least > spec.most) {
    sink.error(ttl.mark,
               "empty range: ttl from " + readable_duration(spec.least) + " to " + readable_duration(spec.most));
  }
  const Duration step = spec.step.value_or(millisecond);
  for (const auto& [key, value] : {std::pair{"min", spec.least}, {"max", spec.most}, {"step", step}}) {
    if (value % millisecond != Duration{0}) sink.error(ttl.mark_of(key), "a TTL is a whole number of milliseconds");
  }
}

double operations_of(const ScenarioBody& body) {
  return body.workload.rate * static_cast<double>(body.plan.chaos.count()) / 1e9;
}

// An unknown operation, or a weight that is none, has been reported, and may be the one that counts.
bool knows_all(const YamlValue& mix, const Decoder& decoder, const Guest& guest) {
  return std::ranges::all_of(mix.entries, [&](const YamlEntry& entry) {
    const bool is_known =
        std::ranges::find(guest.operations(), entry.key, &OperationSpec::word) != guest.operations().end();
    return is_known && parse_number(decoder.text(entry.value)).has_value();
  });
}

void check_values(const YamlValue& values, const ScenarioBody& body, DiagnosticSink& sink) {
  const ValueSizes& sizes = body.workload.values;
  if (sizes.least > sizes.most) {
    sink.error(values.mark, "empty range: values from " + format_size(sizes.least) + " to " + format_size(sizes.most));
  }
  const double longest = static_cast<double>(sizes.most) * std::max(operations_of(body), 1.0);
  if (longest <= static_cast<double>(max_value_bytes)) return;
  sink.error(values.mark_of("max"), "the values of all operations may come to more than " +
                                        format_size(max_value_bytes) + ": shorter values, or fewer operations");
}

void check_keys(const YamlValue& keys, const KeySpace& space, DiagnosticSink& sink) {
  if (space.count > max_keys) sink.error(keys.mark_of("count"), "more than a million keys");
  if (space.theta > max_theta) sink.error(keys.mark_of("theta"), "an exponent of zipf is at most 10");
}

void check_operations(const YamlValue& ops, const Decoder& decoder, const ScenarioBody& body, DiagnosticSink& sink) {
  const Duration chaos = body.plan.chaos;
  for (const YamlValue& item : ops.items) {
    if (const YamlValue* node = item.find("node"); node != nullptr && body.is_left_out(decoder.text(*node))) {
      sink.error(node->mark,
                 "'" + std::string(decoder.text(*node)) + "' is left out for some value of a param: its 'if' is false");
    }
    const YamlValue* at = item.find("at");
    if (at == nullptr || parse_duration(decoder.text(*at)).value_or(Duration{0}) < chaos) continue;
    sink.error(at->mark, "the operation is past the end of chaos at " + readable_duration(chaos));
  }
}

void check_learn(const YamlValue& of, const LearnSpec& learn, DiagnosticSink& sink) {
  if (learn.least <= learn.most) return;
  sink.error(of.mark_of("learn"),
             "empty range: learn from " + readable_duration(learn.least) + " to " + readable_duration(learn.most));
}

void check_pipeline(const YamlValue& of, std::uint64_t pipeline, DiagnosticSink& sink) {
  if (pipeline > deepest_pipeline)
    sink.error(of.mark_of("pipeline"), "too many under way: " + std::string(pipeline_text));
}

// Of one client.
void check_client_nodes(const YamlValue& nodes, DiagnosticSink& sink) {
  std::set<std::string_view> named;
  for (const YamlValue& node : nodes.items) {
    if (!named.insert(node.text).second) sink.error(node.mark, "'" + node.text + "' is named twice");
  }
}

void check_clients(const YamlValue& clients, const WorkloadSpec& workload, DiagnosticSink& sink) {
  for (const auto& [number, client] : workload.clients) {
    const YamlValue* written = clients.find(client_name(number));
    if (written == nullptr) continue;
    if (client.learn) check_learn(*written, *client.learn, sink);
    check_pipeline(*written, client.pipeline.value_or(1), sink);
    const YamlValue* nodes = written->find("nodes");
    if (nodes == nullptr) continue;
    check_client_nodes(*nodes, sink);
    if (client.nodes.empty()) sink.error(nodes->mark, "all of them are left out for some value of a param");
  }
}

void check_workload(const YamlValue& yaml, const Decoder& decoder, const ScenarioBody& body, const Guest& guest,
                    DiagnosticSink& sink) {
  const WorkloadSpec& workload = body.workload;
  if (const YamlValue* keys = yaml.find("keys")) check_keys(*keys, workload.keys, sink);
  if (const YamlValue* ttl = yaml.find("ttl")) check_ttl(*ttl, workload.ttl, sink);
  const YamlValue* values = yaml.find("values");
  check_values(values != nullptr ? *values : yaml, body, sink);
  check_learn(yaml, workload.learn, sink);
  check_pipeline(yaml, workload.pipeline, sink);
  if (const YamlValue* clients = yaml.find("client")) check_clients(*clients, workload, sink);
  if (const YamlValue* ops = yaml.find("ops")) check_operations(*ops, decoder, body, sink);
  if (const YamlValue* clients = yaml.find("clients"); clients != nullptr && body.plan.clients >= max_clients) {
    sink.error(clients->mark, "more than " + std::to_string(max_clients - 1) + " clients");
  }
  if (operations_of(body) > max_operations) sink.error(yaml.mark_of("rate"), "more than a million operations");
  double total = 0;
  for (const WeightedOperation& each : workload.mix) total += each.weight;
  if (const YamlValue* mix = yaml.find("mix"); mix != nullptr && !(total > 0) && knows_all(*mix, decoder, guest)) {
    sink.error(mix->mark, "all weights are 0");
  }
}

// ---- words that mean nothing without another ----------------------------------------------------------------------

struct NeededWord {
  std::string_view word;
  std::string_view needs;
  std::string_view because;
};

constexpr NeededWord needed_words[] = {
    {"burst", "loss", "nothing is lost on any link, so not in bursts either"},
    {"limit", "rate", "no link has a rate for which anything would wait"},
};

// What a plan says of one seed may mean nothing, so it is no error.
void check_link_words(const YamlValue& root, DiagnosticSink& sink) {
  std::vector<const YamlValue*> mappings;
  if (const YamlValue* usual = root.find("network", "default")) mappings.push_back(usual);
  for (const YamlValue* list : {root.find("network", "links"), root.find("faults")}) {
    if (list == nullptr) continue;
    for (const YamlValue& item : list->items) mappings.push_back(&item);
  }
  for (const NeededWord& each : needed_words) {
    const auto names = [](std::string_view word) {
      return [word](const YamlValue* mapping) { return mapping->find(word) != nullptr; };
    };
    if (std::ranges::any_of(mappings, names(each.needs))) continue;
    for (const YamlValue* mapping : mappings) {
      if (mapping->find(each.word) == nullptr) continue;
      sink.warning(mapping->key_mark_of(each.word), "'" + std::string(each.word) + "' has no meaning without '" +
                                                        std::string(each.needs) + "': " + std::string(each.because));
    }
  }
}

void check_client_words(const YamlValue& root, DiagnosticSink& sink) {
  const YamlValue* workload = root.find("workload");
  if (workload == nullptr) return;
  std::vector<const YamlValue*> mappings = {workload};
  if (const YamlValue* clients = workload->find("client")) {
    for (const YamlEntry& client : clients->entries) mappings.push_back(&client.value);
  }
  const YamlValue* faults = root.find("faults");
  const bool leader_changes = faults != nullptr && std::ranges::any_of(faults->items, [](const YamlValue& fault) {
                                const YamlValue* verb = fault.find("do");
                                return verb != nullptr && changes_leader(verb->text);
                              });
  for (const YamlValue* mapping : mappings) {
    if (!leader_changes && mapping->find("learn") != nullptr) {
      sink.warning(mapping->key_mark_of("learn"),
                   "'learn' has no meaning without a fault that promotes a node: the same one leads all the time");
    }
    if (workload->find("rate") == nullptr && mapping->find("nodes") != nullptr) {
      sink.warning(mapping->key_mark_of("nodes"),
                   "'nodes' has no meaning without 'rate': those of 'ops' have their own 'node'");
    }
  }
}

}  // namespace

void check_structure(const YamlValue& root, std::span<const Param> params, const ScenarioNames& names,
                     const RoleNames& roles, DiagnosticSink& sink) {
  if (const YamlValue* nodes = root.find("cluster", "nodes")) {
    check_nodes(*nodes, params, names, roles, sink);
  }
  if (const YamlValue* workload = root.find("workload")) check_workload_keys(*workload, sink);
  if (const YamlValue* faults = root.find("faults")) {
    for (const YamlValue& fault : faults->items) check_timing_keys(fault, sink);
  }
  check_link_words(root, sink);
  check_client_words(root, sink);
}

void check_instance(const YamlValue& root, const ParamValues& values, const ScenarioBody& body, const Guest& guest,
                    DiagnosticSink& sink) {
  if (const YamlValue* workload = root.find("workload")) check_workload(*workload, Decoder(values), body, guest, sink);
  if (const YamlValue* faults = root.find("faults")) check_faults(*faults, body, sink);
}

}  // namespace groundhog
