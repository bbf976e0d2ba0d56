// A plan in the words of the scenario language, and its elements: the one place that knows how a node, a link, an
// operation or a fault is written. Documents are made of them by print_plan (complete, for machines) and by
// readable_scenario (brief, for people).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/plan/plan.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog {

enum class Wording : std::uint8_t {
  complete,  // every value, so that a later default changes nothing
  brief,     // what the loader fills in by itself is left out
};

FlowMapping run_text(const Plan& plan, Wording wording);
FlowMapping scalars_text(const std::map<std::string, std::string>& scalars);
FlowMapping node_text(const NodeSpec& node, const RoleNames& roles);
FlowMapping fallback_link_text(const LinkSpec& link, Wording wording);
FlowMapping link_text(const LinkOverride& change);
// Client -> what it does beyond its operations.
FlowMapping client_texts(const Plan& plan);
FlowMapping operation_text(const PlannedOperation& operation);

// One mapping per fault. Brief: no `id` where the loader makes the same one up, no `at: 0s` before a match.
std::vector<FlowMapping> fault_texts(const Plan& plan, Wording wording);

// The id that the loader gives to the n-th fault of a verb among those that are written without one.
std::string default_fault_id(const std::string& verb, std::uint64_t ordinal);

// YAML that load_scenario accepts again; expanding that with the plan's seed gives the same plan.
std::string print_plan(const Plan& plan);

}  // namespace groundhog
