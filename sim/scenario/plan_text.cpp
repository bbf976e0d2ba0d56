#include "sim/scenario/plan_text.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <variant>

#include "sim/core/characters.hpp"
#include "sim/faults/fault.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/scenario/fault_values.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

// In single quotes where YAML would take it for more than a line of words.
std::string command_text(const PlannedOperation& operation) {
  std::string line = join_command(operation.arguments);
  const bool plain = std::ranges::all_of(
      line, [](char c) { return is_letter_or_digit(c) || c == ' ' || c == '.' || c == '_' || c == '-'; });
  const bool begins_as_word = !line.empty() && is_letter(line[0]);
  const bool is_word_of_yaml = line == "null" || line == "Null" || line == "NULL";
  return plain && begins_as_word && !is_word_of_yaml ? line : "'" + line + "'";
}

// Parameters that say what a fault acts on come before those that say how.
bool names_a_target(const std::string& name, const FaultValue& value) {
  return name == "node" || std::holds_alternative<FrameMatch>(value) || std::holds_alternative<LinkSelector>(value) ||
         std::holds_alternative<Groups>(value);
}

void add_parameters(const FaultParameters& parameters, FlowMapping& flow) {
  for (const bool targets : {true, false}) {
    for (const auto& [name, value] : parameters) {
      if (names_a_target(name, value) == targets) flow.add(name, value_text(value));
    }
  }
}

std::string trigger_text(const EventTrigger& when, Wording wording) {
  FlowMapping flow;
  flow.add("event", yaml_scalar(when.event));
  if (when.node) flow.add("node", yaml_scalar(*when.node));
  if (when.count != 1 || wording == Wording::complete) flow.add("count", std::to_string(when.count));
  if (!when.where.empty()) flow.add("where", scalars_text(when.where).text());
  if (when.after != Duration{0}) flow.add("after", format_time(when.after));
  if (when.times != 1) flow.add("times", std::to_string(when.times));
  return flow.text();
}

bool is_whole_chaos(const PlannedFault& fault) {
  return fault.at == Duration{0} && !fault.lasts && fault.parameters.contains("match");
}

FlowMapping fault_text(const PlannedFault& fault, bool with_id, Wording wording) {
  FlowMapping flow;
  if (with_id) flow.add("id", yaml_scalar(fault.id));
  if (fault.when) {
    flow.add("when", trigger_text(*fault.when, wording));
  } else if (wording == Wording::complete || !is_whole_chaos(fault)) {
    flow.add("at", format_time(fault.at));
  }
  if (fault.lasts) flow.add("for", format_time(*fault.lasts));
  flow.add("do", yaml_scalar(fault.verb));
  add_parameters(fault.parameters, flow);
  return flow;
}

std::string cluster(const Plan& plan) {
  std::string out = "cluster:\n  nodes:\n";
  for (const NodeSpec& node : plan.nodes) {
    out += "    " + node.name + ": " + node_text(node, plan.roles).text() + "\n";
  }
  if (!plan.config.empty()) out += "  config: " + scalars_text(plan.config).text() + "\n";
  return out;
}

std::string network(const NetworkSpec& spec) {
  std::string out = "network:\n  default: " + fallback_link_text(spec.fallback, Wording::complete).text() + "\n";
  if (spec.socket_buffer_bytes) out += "  socket_buffer: " + format_size(*spec.socket_buffer_bytes) + "\n";
  if (spec.links.empty()) return out;
  out += "  links:\n";
  for (const LinkOverride& change : spec.links) out += "    - " + link_text(change).text() + "\n";
  return out;
}

std::string workload(const Plan& plan) {
  std::string out = "workload:\n";
  if (plan.clients > 0) out += "  clients: " + std::to_string(plan.clients) + "\n";
  out += "  timeout: " + format_time(plan.operation_timeout) + "\n";
  const FlowMapping clients = client_texts(plan);
  if (!clients.fields().empty()) out += "  client:\n";
  for (const FlowField& client : clients.fields()) out += "    " + client.text() + "\n";
  if (plan.operations.empty()) return out;
  out += "  ops:\n";
  for (const PlannedOperation& operation : plan.operations) out += "    - " + operation_text(operation).text() + "\n";
  return out;
}

std::string faults(const Plan& plan) {
  if (plan.faults.empty()) return {};
  std::string out = "faults:\n";
  for (const FlowMapping& fault : fault_texts(plan, Wording::complete)) out += "  - " + fault.text() + "\n";
  return out;
}

}  // namespace

FlowMapping run_text(const Plan& plan, Wording wording) {
  const bool all = wording == Wording::complete;
  FlowMapping flow;
  if (all || plan.warmup != Plan{}.warmup) flow.add("warmup", format_time(plan.warmup));
  flow.add("chaos", format_time(plan.chaos));
  flow.add("settle", format_time(plan.settle));
  if (all || plan.max_events != Plan{}.max_events) flow.add("max_events", std::to_string(plan.max_events));
  return flow;
}

FlowMapping scalars_text(const std::map<std::string, std::string>& scalars) {
  FlowMapping flow;
  for (const auto& [name, value] : scalars) flow.add(name, yaml_scalar(value));
  return flow;
}

FlowMapping node_text(const NodeSpec& node, const RoleNames& roles) {
  FlowMapping flow;
  flow.add("role", yaml_scalar(node.upstream ? roles.following : roles.leading));
  if (node.upstream) flow.add("of", yaml_scalar(*node.upstream));
  if (!node.zone.empty()) flow.add("zone", yaml_scalar(node.zone));
  FlowMapping clock;
  if (node.clock.offset != Duration{0}) clock.add("offset", format_time(node.clock.offset));
  if (node.clock.drift_ppm != 0) clock.add("drift_ppm", std::to_string(node.clock.drift_ppm));
  if (node.clock.wall_drift_ppm != 0) clock.add("wall_drift_ppm", std::to_string(node.clock.wall_drift_ppm));
  if (!clock.empty()) flow.add("clock", clock.text());
  if (!node.config.empty()) flow.add("config", scalars_text(node.config).text());
  return flow;
}

FlowMapping fallback_link_text(const LinkSpec& link, Wording wording) {
  const bool all = wording == Wording::complete;
  const LinkSpec usual;
  FlowMapping flow;
  if (all || link.delay.mean != usual.delay.mean) flow.add("delay", format_time(link.delay.mean));
  if (all || link.delay.jitter != usual.delay.jitter) flow.add("jitter", format_time(link.delay.jitter));
  if (all || link.delay.shape != usual.delay.shape) flow.add("dist", std::string(to_string(link.delay.shape)));
  if (all || link.loss != usual.loss) flow.add("loss", format_number(link.loss));
  if (link.burst != usual.burst) flow.add("burst", format_time(link.burst));
  if (link.rate_bytes != usual.rate_bytes) flow.add("rate", format_byte_rate(link.rate_bytes));
  if (link.limit_bytes != usual.limit_bytes) flow.add("limit", format_size(link.limit_bytes));
  return flow;
}

FlowMapping link_text(const LinkOverride& change) {
  FlowMapping flow;
  flow.add("link", yaml_scalar(format_link({change.from, change.to, change.both_ways})));
  if (change.mean) flow.add("delay", format_time(*change.mean));
  if (change.jitter) flow.add("jitter", format_time(*change.jitter));
  if (change.shape) flow.add("dist", std::string(to_string(*change.shape)));
  if (change.loss) flow.add("loss", format_number(*change.loss));
  if (change.burst) flow.add("burst", format_time(*change.burst));
  if (change.rate_bytes) flow.add("rate", format_byte_rate(*change.rate_bytes));
  if (change.limit_bytes) flow.add("limit", format_size(*change.limit_bytes));
  if (change.socket_buffer_bytes) flow.add("socket_buffer", format_size(*change.socket_buffer_bytes));
  return flow;
}

FlowMapping client_texts(const Plan& plan) {
  FlowMapping clients;
  for (const auto& [client, spec] : plan.client_specs) {
    FlowMapping flow;
    std::vector<std::string> delays;
    for (const Duration delay : spec.learn) delays.push_back(format_time(delay));
    if (!delays.empty()) flow.add("learn", delays.size() == 1 ? delays.front() : yaml_list(delays));
    if (spec.reconnects) flow.add("on_error", "reconnect");
    if (spec.pipeline != ClientSpec{}.pipeline) flow.add("pipeline", std::to_string(spec.pipeline));
    if (spec.inline_share != ClientSpec{}.inline_share) flow.add("inline", format_number(spec.inline_share));
    clients.add(client_name(client), flow.text());
  }
  return clients;
}

FlowMapping operation_text(const PlannedOperation& operation) {
  FlowMapping flow;
  flow.add("at", format_time(operation.at));
  flow.add("client", client_name(operation.client));
  flow.add("node", yaml_scalar(operation.node));
  flow.add("cmd", command_text(operation));
  return flow;
}

std::string default_fault_id(const std::string& verb, std::uint64_t ordinal) {
  return verb + "-" + std::to_string(ordinal);
}

std::vector<FlowMapping> fault_texts(const Plan& plan, Wording wording) {
  std::vector<FlowMapping> texts;
  std::map<std::string, std::uint64_t> unnamed;
  for (const PlannedFault& fault : plan.faults) {
    const bool is_default = fault.id == default_fault_id(fault.verb, unnamed[fault.verb] + 1);
    const bool with_id = wording == Wording::complete || !is_default;
    if (!with_id) ++unnamed[fault.verb];
    texts.push_back(fault_text(fault, with_id, wording));
    if (crash_around(fault, plan.faults, plan.chaos) != nullptr) texts.back().add("may_miss", "true");
  }
  return texts;
}

std::string print_plan(const Plan& plan) {
  std::string out = "version: 1\n";
  out += "name: " + yaml_scalar(plan.name) + "\n";
  out += "seeds: {list: [" + seed_text(plan.seed) + "]}\n";
  out += "run: " + run_text(plan, Wording::complete).text() + "\n";
  out += cluster(plan);
  out += network(plan.network);
  out += workload(plan);
  out += faults(plan);
  if (!plan.checks.empty()) out += "check: " + yaml_scalars(plan.checks) + "\n";
  return out;
}

}  // namespace groundhog
