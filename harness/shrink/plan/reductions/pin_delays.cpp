#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/plan/limits.hpp"

namespace groundhog::harness {
namespace {

// More faults than these in place of a jittery link would be harder to read than the link.
constexpr std::size_t most_pins = 8;

bool draws(const Plan& plan) {
  const LinkSpec& usual = plan.network.fallback;
  if (usual.delay.jitter > Duration{0} || usual.delay.shape != DelaySpec::Shape::constant || usual.loss > 0)
    return true;
  return std::ranges::any_of(plan.network.links, [](const LinkOverride& link) {
    return link.jitter.value_or(Duration{0}) > Duration{0} || link.shape || link.loss.value_or(0) > 0;
  });
}

using Link = std::pair<std::string, std::string>;

std::map<Link, Duration> least_delays(const std::vector<DrawnDelay>& drawn) {
  std::map<Link, Duration> least;
  for (const DrawnDelay& each : drawn) {
    const auto [found, is_new] = least.emplace(Link{each.from, each.to}, each.delay);
    if (!is_new) found->second = std::min(found->second, each.delay);
  }
  return least;
}

PlannedFault pin(const DrawnDelay& drawn, Duration by, std::size_t number) {
  FrameMatch match;
  match.types = {drawn.type};
  match.from = drawn.from;
  match.to = drawn.to;
  match.nth = drawn.nth;
  PlannedFault fault;
  fault.id = "pinned." + std::to_string(number);
  fault.verb = "delay";
  fault.parameters = {{"by", by}, {"match", match}};
  return fault;
}

// Every link as fast as it ever was, and a fault for every frame that took longer.
void pin_all(Plan& plan, const std::vector<DrawnDelay>& drawn) {
  calm_all_links(plan);
  const std::map<Link, Duration> least = least_delays(drawn);
  for (const auto& [link, delay] : least) {
    plan.network.links.push_back({link.first, link.second, false, delay, {}, {}, {}});
  }
  std::size_t number = 0;
  for (const DrawnDelay& each : drawn) {
    const Duration by = each.delay - least.at({each.from, each.to});
    if (by > Duration{0}) plan.faults.push_back(pin(each, by, ++number));
  }
}

}  // namespace

void pin_delays(Search& search) {
  if (!search.rules().drawn_delays || !draws(search.plan())) return;
  std::vector<DrawnDelay> drawn = search.rules().drawn_delays(search.plan());
  for (DrawnDelay& each : drawn) each.delay = std::min(each.delay, longest_duration);
  Search pinned = search;
  const Edit edits[] = {[&](Plan& plan) { pin_all(plan, drawn); }};
  if (drawn.empty() || !pinned.keep_first(edits)) return;
  pinned.minimise(&Plan::faults);
  if (pinned.plan().faults.size() <= search.plan().faults.size() + most_pins) search.follow(pinned);
}

}  // namespace groundhog::harness
