// What can go: checks, nodes, faults, operations, and what comes after the violation.
#include <algorithm>
#include <chrono>
#include <string>

#include "harness/shrink/plan/mentions.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

// ---- narrow checks

void narrow_checks(Search& search) {
  if (search.rules().property.empty()) return;
  const Edit only_it[] = {[&](Plan& plan) { plan.checks = {search.rules().property}; }};
  search.keep_each(only_it);
}

// ---- remove nodes

namespace {

// Whoever follows it follows its own upstream from then on.
void erase_node(Plan& plan, const std::string& name, const std::string& upstream) {
  for (NodeSpec& node : plan.nodes) {
    if (node.upstream == name) node.upstream = upstream;
  }
  std::erase_if(plan.nodes, [&](const NodeSpec& node) { return node.name == name; });
}

// With all that names it; or another replica takes that over; or its upstream does.
std::vector<Edit> ways_without(const NodeSpec& replica, const Plan& plan) {
  const std::string name = replica.name;
  const std::string upstream = *replica.upstream;
  std::vector<Edit> ways = {[=](Plan& edited) {
    erase_node(edited, name, upstream);
    forget_host(edited, name);
  }};
  const auto add_heir = [&](const std::string& heir) {
    ways.push_back([=](Plan& edited) {
      erase_node(edited, name, upstream);
      rename_host(edited, name, heir);
    });
  };
  for (const NodeSpec& other : plan.nodes) {
    if (other.upstream && other.name != name) add_heir(other.name);
  }
  add_heir(upstream);
  return ways;
}

}  // namespace

void remove_nodes(Search& search) {
  const std::vector<NodeSpec> nodes = search.plan().nodes;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if (node->upstream) search.keep_first(ways_without(*node, search.plan()));
  }
}

// ---- remove faults

void remove_faults(Search& search) { search.minimise(&Plan::faults); }

// ---- cut after violation

namespace {

// The operation or fault that brings it about begins before it, or at that very instant.
constexpr Duration grace = std::chrono::milliseconds(1);

bool anything_begins_after(const Plan& plan, Duration at) {
  return std::ranges::any_of(plan.operations, [&](const PlannedOperation& each) { return each.at >= at; }) ||
         std::ranges::any_of(plan.faults, [&](const PlannedFault& each) { return !each.when && each.at >= at; });
}

}  // namespace

// Where nothing would go with it, how long chaos lasts is a matter of taste: of shorten_phases.
void cut_after_violation(Search& search) {
  const Duration end = search.failed_at() + grace;
  if (end >= search.plan().chaos || !anything_begins_after(search.plan(), end)) return;
  const Edit shorter[] = {
      [=](Plan& plan) {
        plan.chaos = end;
        plan.settle = Duration{0};
      },
      [=](Plan& plan) { plan.chaos = end; },
  };
  search.keep_first(shorter);
}

// ---- remove operations

void remove_operations(Search& search) { search.minimise(&Plan::operations); }

}  // namespace groundhog::harness
