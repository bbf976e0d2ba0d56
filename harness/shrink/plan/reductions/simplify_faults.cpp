#include <algorithm>
#include <string>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/faults/fault.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {
namespace {

bool is_optional(const PlannedFault& fault, const std::string& name) {
  const FaultEntry* entry = find_fault(fault.verb);
  if (entry == nullptr) return false;
  return std::ranges::any_of(entry->parameters, [&](const KeySpec& key) {
    return key.name == name && !key.required && key.in_plan == KeySpec::InPlan::as_written;
  });
}

// A fault that came to nothing may have gone with an edit.
bool is_still_there(const Plan& plan, std::size_t i, const PlannedFault& fault) {
  return i < plan.faults.size() && plan.faults[i].id == fault.id;
}

// Whether it got simpler; it may then get simpler still.
bool simplify_parameter(Search& search, std::size_t i, const std::string& name) {
  const PlannedFault& fault = search.plan().faults[i];
  const auto found = fault.parameters.find(name);
  if (found == fault.parameters.end()) return false;
  std::vector<Edit> edits;
  if (is_optional(fault, name)) {
    edits.push_back([=](Plan& plan) { plan.faults[i].parameters.erase(name); });
  }
  for (const FaultValue& simpler : simpler_values(found->second)) {
    edits.push_back([=](Plan& plan) { plan.faults[i].parameters[name] = simpler; });
  }
  return search.keep_first(edits);
}

void simplify_parameters(Search& search, std::size_t i) {
  const PlannedFault fault = search.plan().faults[i];
  for (const auto& parameter : fault.parameters) {
    while (is_still_there(search.plan(), i, fault) && simplify_parameter(search, i, parameter.first)) {
    }
  }
}

void simplify_timing(Search& search, std::size_t i) {
  const PlannedFault fault = search.plan().faults[i];
  std::vector<Edit> edits;
  if (fault.lasts) {
    for (const Duration simpler : simpler_durations(*fault.lasts)) {
      if (simpler > Duration{0}) edits.push_back([=](Plan& plan) { plan.faults[i].lasts = simpler; });
    }
  }
  if (fault.when) {
    for (std::uint64_t count = 1; count < fault.when->count; ++count) {
      edits.push_back([=](Plan& plan) { plan.faults[i].when->count = count; });
    }
  }
  search.keep_first(edits);
}

}  // namespace

void simplify_faults(Search& search) {
  for (std::size_t i = 0; i < search.plan().faults.size() && !search.exhausted(); ++i) {
    const PlannedFault fault = search.plan().faults[i];
    simplify_parameters(search, i);
    if (is_still_there(search.plan(), i, fault)) simplify_timing(search, i);
  }
}

}  // namespace groundhog::harness
