// What can go: checks, nodes, faults, operations, clients, and what comes after the violation.
#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "harness/shrink/plan/reductions.hpp"
#include "sim/faults/fault.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {
namespace {

bool joins_itself(const LinkOverride& link) { return link.from == link.to && link.from != "*"; }

// Whether its verb finds anything wrong with it, in this plan.
class VerbRules final : private FaultProblems {
 public:
  static bool allow(const PlannedFault& fault, const Plan& plan) {
    const FaultEntry* const entry = find_fault(fault.verb);
    if (entry == nullptr || entry->check == nullptr) return true;
    VerbRules rules(fault);
    entry->check(fault.parameters, plan.nodes, rules);
    return rules.allow_;
  }

 private:
  explicit VerbRules(const PlannedFault& fault) : fault_(fault) {}

  bool is_written(std::string_view key) const override { return fault_.parameters.contains(std::string(key)); }
  void at_fault(std::string) override { allow_ = false; }
  void at_key(std::string_view, std::string) override { allow_ = false; }
  void at_value(std::string_view, std::string) override { allow_ = false; }

  const PlannedFault& fault_;
  bool allow_ = true;
};

bool keeps_without(PlannedFault& fault, std::string_view name) {
  if (fault.when && fault.when->node == name) return false;
  return std::ranges::all_of(fault.parameters,
                             [&](auto& parameter) { return groundhog::forget_host(parameter.second, name); });
}

bool keeps_renamed(PlannedFault& fault, std::string_view from, const std::string& to) {
  if (fault.when && fault.when->node == from) fault.when->node = to;
  return std::ranges::all_of(fault.parameters,
                             [&](auto& parameter) { return groundhog::rename_host(parameter.second, from, to); });
}

// A node that follows it follows its own upstream from then on.
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
    ways.emplace_back([=](Plan& edited) {
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

// The operation or fault that brings it about begins before it, or at that very instant.
constexpr Duration grace = std::chrono::milliseconds(1);

bool anything_begins_after(const Plan& plan, Duration at) {
  return std::ranges::any_of(plan.operations, [&](const PlannedOperation& each) { return each.at >= at; }) ||
         std::ranges::any_of(plan.faults, [&](const PlannedFault& each) { return !each.when && each.at >= at; });
}

// With its number, what the plan says of a client.
void move_client_specs_up(Plan& plan, std::uint32_t gone) {
  plan.client_specs.erase(gone);
  for (std::uint32_t client = gone + 1; client < plan.clients; ++client) {
    auto spec = plan.client_specs.extract(client);
    if (spec.empty()) continue;
    spec.key() = client - 1;
    plan.client_specs.insert(std::move(spec));
  }
}

// One client sends the operations of another, in its own way; the other goes, and those behind it move up.
void merge(Plan& plan, std::uint32_t gone, std::uint32_t heir) {
  if (gone >= plan.clients) return;
  for (PlannedOperation& operation : plan.operations) {
    if (operation.client == gone) operation.client = heir;
    if (operation.client > gone) --operation.client;
  }
  move_client_specs_up(plan, gone);
  forget_host(plan, client_name(gone));
  for (std::uint32_t client = gone + 1; client < plan.clients; ++client) {
    rename_host(plan, client_name(client), client_name(client - 1));
  }
  --plan.clients;
}

}  // namespace

// ---- the hosts that a plan names

void forget_host(Plan& plan, std::string_view name) {
  std::erase_if(plan.operations, [&](const PlannedOperation& each) { return each.node == name; });
  std::erase_if(plan.network.links, [&](const LinkOverride& each) { return each.from == name || each.to == name; });
  std::erase_if(plan.faults, [&](PlannedFault& each) { return !keeps_without(each, name); });
}

void rename_host(Plan& plan, std::string_view from, const std::string& to) {
  const auto rename = [&](std::string& name) {
    if (name == from) name = to;
  };
  for (PlannedOperation& operation : plan.operations) rename(operation.node);
  for (LinkOverride& link : plan.network.links) {
    rename(link.from);
    rename(link.to);
  }
  std::erase_if(plan.network.links, joins_itself);
  std::erase_if(plan.faults,
                [&](PlannedFault& each) { return !keeps_renamed(each, from, to) || !VerbRules::allow(each, plan); });
}

// ---- narrow checks

void narrow_checks(Search& search) {
  if (search.rules().property.empty()) return;
  const Edit only_it[] = {[&](Plan& plan) { plan.checks = {search.rules().property}; }};
  search.keep_each(only_it);
}

// ---- remove nodes

void remove_nodes(Search& search) {
  const std::vector<NodeSpec> nodes = search.plan().nodes;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if (node->upstream) search.keep_first(ways_without(*node, search.plan()));
  }
}

// ---- remove faults

void remove_faults(Search& search) { search.minimise(&Plan::faults); }

// ---- cut after violation

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

// ---- merge clients

void merge_clients(Search& search) {
  const Edit all_at_once[] = {
      [](Plan& plan) {
        if (plan.operations.empty()) plan.clients = 0;
      },
      [](Plan& plan) {
        while (plan.clients > 1) merge(plan, plan.clients - 1, 0);
      },
  };
  if (search.keep_first(all_at_once)) return;
  std::vector<Edit> edits;
  for (std::uint32_t gone = search.plan().clients; gone-- > 1;) {
    for (std::uint32_t heir = 0; heir < gone; ++heir) {
      edits.emplace_back([=](Plan& plan) { merge(plan, gone, heir); });
    }
    search.keep_first(edits);
    edits.clear();
  }
}

}  // namespace groundhog::harness
