#include "sim/scenario/scenario_body.hpp"

#include <algorithm>
#include <utility>

#include "sim/plan/host_names.hpp"
#include "sim/scenario/decode.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/plan_text.hpp"
#include "sim/scenario/read_workload.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

// ---- cluster and network ------------------------------------------------------------------------------------------

NodeSpec read_node(const std::string& name, const Section& in) {
  NodeSpec node{.name = name,
                .upstream = {},
                .zone = {},
                .clock = {},
                .config = decode_knobs(in.entries("config"), &KnownNames::knob_name_problem, in.decoder())};
  std::string role;  // follows from `of`
  in.read("role", role);
  in.read("of", node.upstream);
  in.read("zone", node.zone);
  const Section clock = in.part("clock");
  clock.read("offset", node.clock.offset);
  clock.read("drift_ppm", node.clock.drift_ppm);
  clock.read("wall_drift_ppm", node.clock.wall_drift_ppm);
  return node;
}

// Those that stay and follow one that does not follow whom that one would follow. The node that leads always stays, and
// none follows itself by way of others: both are rules of the file.
void leave_out(const ScenarioBody& body, std::vector<NodeSpec>& nodes) {
  std::map<std::string, std::optional<std::string>> upstreams;
  for (const NodeSpec& node : nodes) {
    if (body.is_left_out(node.name)) upstreams.emplace(node.name, node.upstream);
  }
  for (NodeSpec& node : nodes) {
    // Only a circle, which has been reported, takes more steps than there are nodes.
    for (std::size_t step = 0; node.upstream && step < nodes.size(); ++step) {
      const auto found = upstreams.find(*node.upstream);
      if (found == upstreams.end()) break;
      node.upstream = found->second;
    }
  }
  std::erase_if(nodes, [&](const NodeSpec& node) { return body.is_left_out(node.name); });
}

void read_cluster(const Section& in, ScenarioBody& body) {
  Plan& plan = body.plan;
  for (auto& [knob, value] : decode_knobs(in.entries("config"), &KnownNames::knob_name_problem, in.decoder())) {
    plan.config[knob] = value;
  }
  for (const YamlEntry& entry : in.entries("nodes")) {
    const Section words = in.element("nodes", entry.value);
    plan.nodes.push_back(read_node(entry.key, words));
    bool is_there = true;
    words.read("if", is_there);
    if (!is_there && plan.nodes.back().upstream) body.left_out.push_back(entry.key);
  }
  leave_out(body, plan.nodes);
}

// The short form is `delay: 2ms` with `jitter` and `dist` beside it, the long one `delay: {dist, mean, jitter}`.
LinkOverride read_link_words(const Section& in) {
  LinkOverride link;
  in.read("jitter", link.jitter);
  in.read("dist", link.shape);
  in.read("loss", link.loss);
  in.read("burst", link.burst);
  in.read("rate", link.rate_bytes);
  in.read("limit", link.limit_bytes);
  const YamlValue* delay = in.find("delay");
  if (delay == nullptr || delay->kind != YamlValue::Kind::mapping) {
    in.read("delay", link.mean);
    return link;
  }
  const Section words = in.part("delay");
  words.read("mean", link.mean);
  words.read("jitter", link.jitter);
  words.read("dist", link.shape);
  return link;
}

// What is said of the links of a node that is left out is left out with it.
void read_network(const Section& in, ScenarioBody& body) {
  NetworkSpec& network = body.plan.network;
  network.fallback = with_override(network.fallback, read_link_words(in.part("default")));
  in.read("socket_buffer", network.socket_buffer_bytes);
  for (const YamlValue& item : in.items("links")) {
    const Section words = in.element("links", item);
    LinkOverride link = read_link_words(words);
    words.read("socket_buffer", link.socket_buffer_bytes);
    LinkSelector selector;
    if (!words.read("link", selector)) continue;
    if (body.is_left_out(selector.from) || body.is_left_out(selector.to)) continue;
    link.from = selector.from;
    link.to = selector.to;
    link.both_ways = selector.both_ways;
    network.links.push_back(std::move(link));
  }
}

// ---- profile -------------------------------------------------------------------------------------------------------

const Profiles::Texts* profile_of(const Section& workload, const Profiles& profiles) {
  std::string name;
  return workload.read("profile", name) ? profiles.find(name) : nullptr;
}

// ---- faults -------------------------------------------------------------------------------------------------------

// Of several, which is an error, all are read, so that all are judged.
FaultTiming read_timing(const Section& in) {
  AtTime time;
  in.read("at", time.at);
  Repeated repeated;
  const bool repeats = in.read("every", repeated.every);
  in.read("until", repeated.until);
  RandomWindows windows;
  const Section random = in.part("random");
  random.read("count", windows.count);
  random.read_range("within", windows.from, windows.to);
  random.read_range("for", windows.shortest, windows.longest);
  random.read("gap", windows.gap);
  EventTrigger trigger;
  const Section when = in.part("when");
  when.read("event", trigger.event);
  when.read("node", trigger.node);
  when.read("count", trigger.count);
  for (const YamlEntry& entry : when.entries("where")) {
    if (!in.decoder().expect(entry.value, YamlValue::Kind::scalar)) continue;
    trigger.where[entry.key] = std::string(in.decoder().text(entry.value));
  }
  when.read("after", trigger.after);
  when.read("times", trigger.times);
  if (repeats) return repeated;
  if (in.find("random") != nullptr) return windows;
  if (in.find("when") != nullptr) return trigger;
  return time;
}

// Who leads at the start has a name; the other words for nodes stand until a window draws.
void read_parameters(const Section& in, const Plan& plan, FaultSpec& fault) {
  for (const KeySpec& key : fault.entry->parameters) {
    const YamlValue* given = in.find(key.name);
    if (given == nullptr) continue;
    auto parameter = in.decoder().decode(*given, key);
    if (!parameter) continue;
    const bool is_leader =
        key.kind == KeySpec::Kind::fault_node && std::get<std::string>(*parameter) == plan.roles.leading;
    if (is_leader) parameter = initial_primary(plan.nodes);
    fault.parameters.emplace(std::string(key.name), std::move(*parameter));
  }
}

// Of an unknown verb no parameter can be judged; what every verb has in common can.
FaultSpec read_fault(const YamlValue& value, std::span<const FaultEntry> table, const Plan& plan,
                     const Decoder& decoder) {
  FaultSpec fault;
  if (!decoder.expect(value, YamlValue::Kind::mapping)) return fault;
  const YamlValue* verb = value.find("do");
  if (verb == nullptr) {
    decoder.error(value.mark, "the fault lacks a verb: 'do'");
  } else if (verb->param != YamlValue::no_param) {
    decoder.error(verb->mark, "the verb cannot be a param: write one fault per verb, with 'if'");
    return fault;
  } else if (const auto entry = std::ranges::find(table, verb->text, &FaultEntry::verb); entry != table.end()) {
    fault.entry = &*entry;
  }
  const std::vector<KeySpec> keys = fault_keys(fault.entry);
  const std::string name = fault.entry != nullptr ? "a fault with do: " + verb->text : std::string();
  const Section in(&value, keys, name, decoder);
  std::string judged;
  in.read("do", judged);
  in.read("id", fault.id);
  in.read("if", fault.enabled);
  in.read("may_miss", fault.may_miss);
  fault.timing = read_timing(in);
  in.read("for", fault.lasts);
  if (fault.entry != nullptr) read_parameters(in, plan, fault);
  return fault;
}

std::vector<FaultSpec> read_faults(const Section& root, std::span<const FaultEntry> table, const Plan& plan) {
  std::vector<FaultSpec> faults;
  std::map<std::string_view, std::uint32_t> ordinals;
  for (const YamlValue& value : root.items("faults")) {
    FaultSpec& fault = faults.emplace_back(read_fault(value, table, plan, root.decoder()));
    if (!fault.id.empty() || fault.entry == nullptr) continue;
    fault.id = default_fault_id(std::string(fault.entry->verb), ++ordinals[fault.entry->verb]);
  }
  return faults;
}

}  // namespace

ScenarioBody read_body(const Section& root, std::span<const FaultEntry> faults, const Guest& guest,
                       const Profiles& profiles) {
  ScenarioBody body;
  Plan& plan = body.plan;
  plan.roles = guest.roles();
  const Section run = root.part("run");
  run.read("warmup", plan.warmup);
  run.read("chaos", plan.chaos);
  run.read("settle", plan.settle);
  run.read("max_events", plan.max_events);
  const Section workload = root.part("workload");
  const Profiles::Texts* const profile = profile_of(workload, profiles);
  const ParamValues no_values;
  const Decoder silent(no_values);
  if (profile != nullptr) plan.config = decode_knobs(profile->config.entries, &KnownNames::knob_name_problem, silent);
  read_cluster(root.part("cluster"), body);
  read_network(root.part("network"), body);
  if (profile != nullptr) read_workload({&profile->workload, workload_mapping().keys, {}, silent}, guest, body);
  read_workload(workload, guest, body);
  body.faults = read_faults(root, faults, plan);
  return body;
}

ScenarioTemplate::ScenarioTemplate(YamlValue document, std::vector<Param> params, std::span<const FaultEntry> faults,
                                   const Guest& guest, Profiles profiles)
    : document_(std::move(document)),
      params_(std::move(params)),
      faults_(faults),
      guest_(guest),
      profiles_(std::move(profiles)) {
  if (params_.empty()) only_instance_ = instance({});
}

ScenarioBody ScenarioTemplate::instance(const ParamValues& values) const {
  if (only_instance_) return *only_instance_;
  const Decoder decoder(values);
  return read_body(Section(&document_, scenario_mapping().keys, {}, decoder), faults_, guest_, profiles_);
}

}  // namespace groundhog
