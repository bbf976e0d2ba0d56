#include <algorithm>
#include <array>
#include <string>
#include <variant>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "harness/shrink/plan/simpler.hpp"
#include "sim/faults/fault.hpp"

namespace groundhog::harness {
namespace {

using Values = std::vector<FaultValue>;

// Simpler values of a parameter by its type, the simplest first.
struct SimplerValues {
  Values operator()(bool value) const { return value ? Values{false} : Values{}; }
  Values operator()(std::int64_t value) const {
    const auto simpler = simpler_numbers(value);
    return {simpler.begin(), simpler.end()};
  }
  Values operator()(Duration value) const {
    const auto simpler = simpler_durations(value);
    return {simpler.begin(), simpler.end()};
  }
  // A probability. Certain is simpler than likely.
  Values operator()(double value) const {
    Values simpler;
    constexpr std::array<double, 3> rank = {0.0, 1.0, 0.5};
    for (const double each : rank) {
      if (each == value) return simpler;
      simpler.emplace_back(each);
    }
    return simpler;
  }
  Values operator()(const std::string&) const { return {}; }
  Values operator()(const LinkSelector& link) const {
    if (!link.both_ways) return {};
    return {LinkSelector{link.from, link.to, false}, LinkSelector{link.to, link.from, false}};
  }
  Values operator()(const Groups& groups) const {
    Values simpler;
    for (std::size_t group = 0; group < groups.size(); ++group) {
      for (std::size_t host = 0; host < groups[group].size(); ++host) {
        Groups fewer = groups;
        fewer[group].erase(fewer[group].begin() + static_cast<std::ptrdiff_t>(host));
        std::erase_if(fewer, [](const auto& each) { return each.empty(); });
        if (fewer.size() >= 2) simpler.emplace_back(std::move(fewer));
      }
    }
    return simpler;
  }
  Values operator()(const FrameMatch& match) const;
};

// One frame is simpler than some, some than all that come.
void add_counts(const FrameMatch& match, Values& simpler) {
  constexpr std::uint64_t frames_tried = 12;
  if (match.nth) return;
  FrameMatch fewer = match;
  fewer.every_nth.reset();
  fewer.first.reset();
  for (std::uint64_t frame = 1; frame <= frames_tried; ++frame) {
    fewer.nth = frame * match.every_nth.value_or(1);
    simpler.emplace_back(fewer);
  }
  if (match.every_nth) return;
  fewer.nth.reset();
  for (std::uint64_t count = 2; count <= std::min(frames_tried, match.first.value_or(frames_tried + 1) - 1); ++count) {
    fewer.first = count;
    simpler.emplace_back(fewer);
  }
}

Values SimplerValues::operator()(const FrameMatch& match) const {
  Values simpler;
  if (match.types.size() > 1) {
    for (const std::string& type : match.types) {
      simpler.emplace_back(match);
      std::get<FrameMatch>(simpler.back()).types = {type};
    }
  }
  if (match.after_event) {
    simpler.emplace_back(match);
    std::get<FrameMatch>(simpler.back()).after_event.reset();
  }
  add_counts(match, simpler);
  return simpler;
}

bool is_optional(const PlannedFault& fault, const std::string& name) {
  const FaultEntry* entry = find_fault(fault.verb);
  if (entry == nullptr) return false;
  return std::ranges::any_of(entry->parameters,
                             [&](const ParameterSpec& spec) { return spec.name == name && !spec.required; });
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
  for (const FaultValue& simpler : std::visit(SimplerValues{}, found->second)) {
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
