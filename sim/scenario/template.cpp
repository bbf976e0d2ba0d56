#include "sim/scenario/template.hpp"

#include <utility>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/instance_reader.hpp"
#include "sim/scenario/read_workload.hpp"

namespace groundhog {
namespace {

// Whole numbers of one unit, which the system under test reads whatever else its own parser accepts.
std::string canonical(std::string_view text) {
  const auto quantity = parse_quantity(text);
  const bool is_exact = quantity && quantity->unit != Quantity::Unit::number;
  return is_exact ? quantity->text() : std::string(text);
}

std::map<std::string, std::string> read_knobs(const YamlValue* config, const InstanceReader& reader) {
  std::map<std::string, std::string> knobs;
  if (config == nullptr) return knobs;
  for (const YamlEntry& entry : config->entries) knobs[entry.key] = canonical(reader.text(entry.value));
  return knobs;
}

NodeSpec read_node(const YamlEntry& entry, const InstanceReader& reader) {
  NodeSpec node{.name = entry.key, .upstream = {}, .zone = {}, .clock = {}, .config = {}};
  node.upstream = reader.read_text(entry.value, "of");
  node.zone = reader.read_text(entry.value, "zone").value_or("");
  node.config = read_knobs(entry.value.find("config"), reader);
  if (const YamlValue* clock = entry.value.find("clock")) {
    reader.read_into(node.clock.offset, *clock, "offset", parse_clock_offset);
    reader.read_into(node.clock.drift_ppm, *clock, "drift_ppm", parse_drift);
  }
  return node;
}

void read_cluster(const YamlValue& cluster, const InstanceReader& reader, ScenarioBody& body) {
  body.config = read_knobs(cluster.find("config"), reader);
  const YamlValue* nodes = cluster.find("nodes");
  if (nodes == nullptr) return;
  for (const YamlEntry& entry : nodes->entries) body.nodes.push_back(read_node(entry, reader));
}

// The short form is `delay: 2ms` with `jitter` and `dist` beside it, the long one `delay: {dist, mean, jitter}`.
LinkOverride read_link_words(const YamlValue& value, const InstanceReader& reader) {
  LinkOverride link;
  reader.read_into(link.mean, value, "delay", parse_duration);
  reader.read_into(link.jitter, value, "jitter", parse_duration);
  reader.read_into(link.shape, value, "dist", parse_delay_shape);
  reader.read_into(link.loss, value, "loss", parse_probability);
  const YamlValue* delay = value.find("delay");
  if (delay == nullptr || delay->kind != YamlValue::Kind::mapping) return link;
  reader.read_into(link.mean, *delay, "mean", parse_duration);
  reader.read_into(link.jitter, *delay, "jitter", parse_duration);
  reader.read_into(link.shape, *delay, "dist", parse_delay_shape);
  return link;
}

void read_network(const YamlValue& network, const InstanceReader& reader, NetworkSpec& spec) {
  if (const YamlValue* fallback = network.find("default")) {
    const LinkOverride words = read_link_words(*fallback, reader);
    spec.fallback.delay.mean = words.mean.value_or(spec.fallback.delay.mean);
    spec.fallback.delay.jitter = words.jitter.value_or(spec.fallback.delay.jitter);
    spec.fallback.delay.shape = words.shape.value_or(spec.fallback.delay.shape);
    spec.fallback.loss = words.loss.value_or(spec.fallback.loss);
  }
  reader.read_into(spec.socket_buffer_bytes, network, "socket_buffer", parse_socket_buffer);
  const YamlValue* links = network.find("links");
  if (links == nullptr) return;
  for (const YamlValue& item : links->items) {
    LinkOverride link = read_link_words(item, reader);
    const auto selector = reader.read(item, "link", parse_link);
    if (!selector) continue;
    link.from = selector->from;
    link.to = selector->to;
    link.both_ways = selector->both_ways;
    spec.links.push_back(std::move(link));
  }
}

}  // namespace

ScenarioTemplate::ScenarioTemplate(YamlValue document, std::vector<Param> params, std::span<const FaultEntry> faults,
                                   const Guest& guest)
    : document_(std::move(document)), params_(std::move(params)), faults_(faults), guest_(guest) {
  if (params_.empty()) only_instance_ = instance({});
}

ScenarioBody ScenarioTemplate::instance(const ParamValues& values) const {
  const YamlValue& root = document_;
  const InstanceReader reader(values);
  ScenarioBody body;
  if (const YamlValue* run = root.find("run")) {
    reader.read_into(body.warmup, *run, "warmup", parse_duration);
    reader.read_into(body.chaos, *run, "chaos", parse_duration);
    reader.read_into(body.settle, *run, "settle", parse_duration);
    reader.read_into(body.max_events, *run, "max_events", parse_count);
  }
  if (const YamlValue* cluster = root.find("cluster")) read_cluster(*cluster, reader, body);
  if (const YamlValue* network = root.find("network")) read_network(*network, reader, body.network);
  if (const YamlValue* workload = root.find("workload")) body.workload = read_workload(*workload, reader, guest_);
  if (const YamlValue* list = root.find("faults")) body.faults = read_faults(*list, faults_, reader);
  return body;
}

}  // namespace groundhog
