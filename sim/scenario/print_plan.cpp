#include "sim/scenario/print_plan.hpp"

#include "sim/scenario/plan_text.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

std::string cluster(const Plan& plan) {
  std::string out = "cluster:\n  nodes:\n";
  for (const NodeSpec& node : plan.nodes) out += "    " + node.name + ": " + node_text(node).text() + "\n";
  if (!plan.config.empty()) out += "  config: " + knobs_text(plan.config).text() + "\n";
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
  if (plan.operations.empty()) return out;
  out += "  ops:\n";
  for (const PlannedOperation& operation : plan.operations) out += "    - " + operation_text(operation).text() + "\n";
  return out;
}

std::string faults(const Plan& plan) {
  if (plan.faults.empty()) return {};
  std::string out = "faults:\n";
  for (const FlowMapping& fault : fault_texts(plan.faults, Wording::complete)) out += "  - " + fault.text() + "\n";
  return out;
}

}  // namespace

std::string print_plan(const Plan& plan) {
  std::string out = "version: 1\n";
  out += "name: " + yaml_scalar(plan.name) + "\n";
  out += "seeds: {list: [" + std::to_string(plan.seed) + "]}\n";
  out += "run: " + run_text(plan, Wording::complete).text() + "\n";
  out += cluster(plan);
  out += network(plan.network);
  out += workload(plan);
  out += faults(plan);
  if (!plan.checks.empty()) out += "check: " + checks_text(plan.checks) + "\n";
  return out;
}

}  // namespace groundhog
