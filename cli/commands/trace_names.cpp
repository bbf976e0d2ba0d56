#include "cli/commands/trace_names.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "sim/plan/host_names.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog::cli {
namespace {

std::vector<std::string_view> types_of(const Guest& guest) {
  std::vector<std::string_view> types = {"request", "reply", "garbage"};
  const auto add = [&](std::span<const std::string_view> more) { types.insert(types.end(), more.begin(), more.end()); };
  add(guest.dissector().replication_types());
  add(guest.announced_events());
  return types;
}

// A line for each name that is none of the candidates.
std::string unknown_names(const std::string& what, std::span<const std::string> names,
                          std::span<const std::string_view> candidates) {
  std::string problems;
  for (const std::string& name : names) {
    if (std::ranges::find(candidates, name) != candidates.end()) continue;
    problems += "groundhog: unknown " + what + " \"" + name + "\"";
    const std::string_view near = closest(name, candidates);
    if (!near.empty()) problems += " (did you mean " + std::string(near) + "?)";
    problems += "\n";
  }
  return problems;
}

}  // namespace

std::string unknown_names_in(const TimelineFilter& filter, const Plan& plan, const Guest& guest) {
  const std::vector<std::string> hosts = host_names(plan);
  return unknown_names("node or client", filter.nodes, std::vector<std::string_view>(hosts.begin(), hosts.end())) +
         unknown_names("message type", filter.types, types_of(guest));
}

std::string unknown_announcement(const std::string& event, const Guest& guest) {
  return unknown_names("event", std::span(&event, 1), guest.announced_events());
}

}  // namespace groundhog::cli
