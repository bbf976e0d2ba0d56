#include "harness/shrink/plan/mentions.hpp"

#include <algorithm>

#include "sim/faults/fault.hpp"
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

}  // namespace

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

}  // namespace groundhog::harness
