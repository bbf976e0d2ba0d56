#include "harness/shrink/plan/mentions.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace groundhog::harness {
namespace {

// Calls `visit` with every string of a parameter that may be the name of a host, but for groups.
template <typename Value, typename Visit>
void visit_names(Value& value, const Visit& visit) {
  if (auto* name = std::get_if<std::string>(&value)) visit(*name);
  if (auto* link = std::get_if<LinkSelector>(&value)) {
    visit(link->from);
    visit(link->to);
  }
  if (auto* match = std::get_if<FrameMatch>(&value)) {
    if (match->from) visit(*match->from);
    if (match->to) visit(*match->to);
  }
}

bool names(const PlannedFault& fault, std::string_view name) {
  bool found = fault.when && fault.when->node == name;
  const auto look = [&](const std::string& each) { found = found || each == name; };
  for (const auto& [key, value] : fault.parameters) visit_names(value, look);
  return found;
}

// False if what is left of the groups parts nobody from anybody.
bool leave_groups(PlannedFault& fault, std::string_view name) {
  for (auto& [key, value] : fault.parameters) {
    auto* groups = std::get_if<Groups>(&value);
    if (groups == nullptr) continue;
    for (auto& group : *groups) std::erase(group, name);
    std::erase_if(*groups, [](const auto& group) { return group.empty(); });
    if (groups->size() < 2) return false;
  }
  return true;
}

bool joins_itself(const std::string& from, const std::string& to) { return from == to && from != "*"; }

bool is_circular(const PlannedFault& fault) {
  const auto node = fault.parameters.find("node");
  const auto upstream = fault.parameters.find("of");
  const bool both = node != fault.parameters.end() && upstream != fault.parameters.end();
  if (both && node->second == upstream->second) return true;
  return std::ranges::any_of(fault.parameters, [](const auto& parameter) {
    const auto* link = std::get_if<LinkSelector>(&parameter.second);
    if (link != nullptr) return joins_itself(link->from, link->to);
    const auto* match = std::get_if<FrameMatch>(&parameter.second);
    return match != nullptr && match->from && match->to && joins_itself(*match->from, *match->to);
  });
}

void rename_in_groups(PlannedFault& fault, std::string_view from, const std::string& to) {
  for (auto& [key, value] : fault.parameters) {
    auto* groups = std::get_if<Groups>(&value);
    if (groups == nullptr) continue;
    for (auto& group : *groups) {
      const bool already = std::ranges::find(group, to) != group.end();
      if (already) {
        std::erase(group, from);
      } else {
        std::ranges::replace(group, std::string(from), to);
      }
    }
  }
}

}  // namespace

void forget_host(Plan& plan, std::string_view name) {
  std::erase_if(plan.operations, [&](const PlannedOperation& each) { return each.node == name; });
  std::erase_if(plan.network.links, [&](const LinkOverride& each) { return each.from == name || each.to == name; });
  std::erase_if(plan.faults, [&](PlannedFault& each) { return names(each, name) || !leave_groups(each, name); });
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
  std::erase_if(plan.network.links, [](const LinkOverride& each) { return joins_itself(each.from, each.to); });
  for (PlannedFault& fault : plan.faults) {
    if (fault.when && fault.when->node) rename(*fault.when->node);
    for (auto& [key, value] : fault.parameters) visit_names(value, rename);
    rename_in_groups(fault, from, to);
  }
  std::erase_if(plan.faults, [](PlannedFault& each) { return is_circular(each) || !leave_groups(each, ""); });
}

}  // namespace groundhog::harness
