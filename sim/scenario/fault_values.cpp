#include "sim/scenario/fault_values.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <limits>

#include "sim/faults/frame_filter.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog {
namespace {

// ---- text ---------------------------------------------------------------------------------------------------------

struct Text {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::integral auto value) const { return std::to_string(value); }
  std::string operator()(double value) const { return format_number(value); }
  std::string operator()(Duration value) const { return format_time(value); }
  std::string operator()(Bytes value) const { return format_size(static_cast<std::uint64_t>(value)); }
  std::string operator()(BytesPerSecond value) const { return format_byte_rate(static_cast<std::uint64_t>(value)); }
  std::string operator()(const std::string& value) const { return yaml_scalar(value); }
  std::string operator()(const LinkSelector& value) const { return yaml_scalar(format_link(value)); }
  std::string operator()(const FrameMatch& value) const {
    FlowMapping flow;
    if (value.types.size() == 1) flow.add("type", yaml_scalar(value.types.front()));
    if (value.types.size() > 1) flow.add("type", yaml_scalars(value.types));
    visit_conditions(value, [&](std::string_view word, const auto& condition) {
      if (condition) flow.add(word, (*this)(*condition));
    });
    return flow.text();
  }
  std::string operator()(const Knobs& value) const {
    FlowMapping flow;
    for (const auto& [name, text] : value) flow.add(name, yaml_scalar(text));
    return flow.text();
  }
  std::string operator()(const Groups& value) const {
    std::vector<std::string> groups;
    for (const auto& group : value) groups.push_back(yaml_scalars(group));
    return yaml_list(groups);
  }
};

// ---- simpler values -----------------------------------------------------------------------------------------------

constexpr std::int64_t largest_number = std::numeric_limits<std::int64_t>::max();

void add_series_below(std::int64_t magnitude, std::vector<std::int64_t>& into) {
  std::int64_t decade = 1;
  while (true) {
    for (const std::int64_t digit : {1, 2, 5}) {
      if (decade > magnitude / digit || decade * digit >= magnitude) return;
      into.push_back(decade * digit);
    }
    if (decade > magnitude / 10) return;
    decade *= 10;
  }
}

// 312: 300 and 400, then 310 and 320.
void add_roundings(std::int64_t magnitude, std::vector<std::int64_t>& into) {
  std::int64_t unit = 1;
  while (unit <= magnitude / 10) unit *= 10;
  for (; unit > 1; unit /= 10) {
    const std::int64_t down = magnitude / unit * unit;
    if (down == magnitude) return;
    into.push_back(down);
    if (down <= largest_number - unit) into.push_back(down + unit);
  }
}

using Values = std::vector<FaultValue>;

// One frame is simpler than some, some than all that come; and an earlier one needs less ahead of it.
void add_counts(const FrameMatch& match, Values& simpler) {
  constexpr std::uint64_t frames_tried = 12;
  FrameMatch fewer = match;
  if (match.nth) {
    for (std::uint64_t frame = 1; frame <= std::min(frames_tried, *match.nth - 1); ++frame) {
      fewer.nth = frame;
      simpler.emplace_back(fewer);
    }
    return;
  }
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

struct Simpler {
  Values operator()(bool value) const { return value ? Values{false} : Values{}; }
  Values operator()(std::int64_t value) const {
    const auto simpler = simpler_numbers(value);
    return {simpler.begin(), simpler.end()};
  }
  Values operator()(Duration value) const {
    const auto simpler = simpler_durations(value);
    return {simpler.begin(), simpler.end()};
  }
  Values operator()(Bytes value) const {
    Values simpler;
    for (const std::int64_t each : simpler_numbers(static_cast<std::int64_t>(value))) simpler.emplace_back(Bytes{each});
    return simpler;
  }
  Values operator()(BytesPerSecond value) const {
    Values simpler;
    for (const std::int64_t each : simpler_numbers(static_cast<std::int64_t>(value))) {
      if (each > 0) simpler.emplace_back(BytesPerSecond{each});
    }
    return simpler;
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
  Values operator()(const Knobs& knobs) const {
    Values simpler;
    for (const auto& [name, text] : knobs) {
      if (knobs.size() > 1) std::get<Knobs>(simpler.emplace_back(knobs)).erase(name);
    }
    return simpler;
  }
  Values operator()(const FrameMatch& match) const {
    Values simpler;
    const auto add = [&](auto change) { change(std::get<FrameMatch>(simpler.emplace_back(match))); };
    if (match.types.size() > 1) {
      for (const std::string& type : match.types) add([&](FrameMatch& each) { each.types = {type}; });
    }
    if (match.after_event) add([](FrameMatch& each) { each.after_event.reset(); });
    add_counts(match, simpler);
    return simpler;
  }
};

// ---- hosts --------------------------------------------------------------------------------------------------------

// Calls `visit` with every string that may be the name of a host, but for groups.
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

// False if what is left of the groups separates no host from another.
bool leave_groups(Groups& groups, std::string_view name) {
  for (auto& group : groups) std::erase(group, name);
  std::erase_if(groups, [](const auto& group) { return group.empty(); });
  return groups.size() >= 2;
}

void rename_in(std::vector<std::string>& group, std::string_view from, const std::string& to) {
  if (std::ranges::find(group, to) != group.end()) {
    std::erase(group, from);
  } else {
    std::ranges::replace(group, std::string(from), to);
  }
}

bool joins_itself(const FaultValue& value) {
  if (const auto* link = std::get_if<LinkSelector>(&value)) return link->from == link->to && link->from != "*";
  const auto* match = std::get_if<FrameMatch>(&value);
  return match != nullptr && match->from && match->from == match->to;
}

}  // namespace

std::vector<std::int64_t> simpler_numbers(std::int64_t value) {
  if (value == 0 || value == std::numeric_limits<std::int64_t>::min()) return {};
  const std::int64_t sign = value < 0 ? -1 : 1;
  std::vector<std::int64_t> simpler = {0};
  add_series_below(value * sign, simpler);
  add_roundings(value * sign, simpler);
  for (std::int64_t& each : simpler) each *= sign;
  return simpler;
}

std::vector<Duration> simpler_durations(Duration value) {
  constexpr Duration millisecond = std::chrono::milliseconds(1);
  std::vector<Duration> simpler;
  for (const std::int64_t each : simpler_numbers(value / millisecond)) simpler.push_back(each * millisecond);
  if (value % millisecond == Duration{0}) return simpler;
  const Duration down = value - value % millisecond;
  simpler.push_back(down);
  simpler.push_back(value > Duration{0} ? down + millisecond : down - millisecond);
  return simpler;
}

std::string value_text(const FaultValue& value) { return std::visit(Text{}, value); }

std::vector<FaultValue> simpler_values(const FaultValue& value) { return std::visit(Simpler{}, value); }

bool forget_host(FaultValue& value, std::string_view name) {
  bool found = false;
  visit_names(value, [&](const std::string& each) { found = found || each == name; });
  auto* groups = std::get_if<Groups>(&value);
  return !found && (groups == nullptr || leave_groups(*groups, name));
}

bool rename_host(FaultValue& value, std::string_view from, const std::string& to) {
  visit_names(value, [&](std::string& name) {
    if (name == from) name = to;
  });
  auto* groups = std::get_if<Groups>(&value);
  if (groups == nullptr) return !joins_itself(value);
  for (auto& group : *groups) rename_in(group, from, to);
  return leave_groups(*groups, "");
}

}  // namespace groundhog
