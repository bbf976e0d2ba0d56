#include "harness/promote/timings.hpp"

#include <algorithm>

#include "harness/promote/frame_selection.hpp"
#include "sim/plan/limits.hpp"

namespace groundhog::harness {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration delays[] = {milliseconds(2), milliseconds(5), milliseconds(20)};
// Half of the shortest TTL first: what is read must not be dead by then.
constexpr Duration rooms[] = {microseconds(500), milliseconds(1), milliseconds(5), milliseconds(25), milliseconds(100)};
// A day with more is too long to be read.
constexpr std::size_t most_operations = 12;
constexpr Duration pauses[] = {Duration{0}, milliseconds(10)};
constexpr int round_trips = 10;
// Unnoticed, and long enough for any failure detector.
constexpr Duration splits[] = {milliseconds(200), seconds(10)};
constexpr Duration before_an_element = milliseconds(10);

bool has_own_time(const PlannedFault& fault) {
  const bool takes_frames_of_all_chaos = match_of(fault) != nullptr && fault.at == Duration{0} && !fault.lasts;
  return !fault.when && !takes_frames_of_all_chaos;
}

// Where the time of the element stands; nullptr if it has none.
Duration* time_of(Plan& plan, const Element& element) {
  if (element.kind == Element::Kind::operation) return &plan.operations[element.index].at;
  PlannedFault& fault = plan.faults[element.index];
  return has_own_time(fault) ? &fault.at : nullptr;
}

void put_in_order(Plan& plan) { std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at); }

Plan with_chaos(Plan plan, Duration chaos) {
  plan.chaos = std::min(chaos, longest_duration);
  return plan;
}

Plan with_fallback_delay(Plan plan, Duration delay) {
  Duration& mean = plan.network.fallback.delay.mean;
  mean = std::max(mean, delay);
  return plan;
}

Plan with_slower_links(Plan plan, Duration more) {
  for (LinkOverride& link : plan.network.links) {
    if (link.mean) *link.mean += more;
  }
  return plan;
}

Plan with_room(Plan plan, std::span<const Element> later, Duration room) {
  for (const Element& element : later) {
    if (Duration* const at = time_of(plan, element)) *at += room;
  }
  plan.chaos += room;
  put_in_order(plan);
  return plan;
}

Plan spaced(Plan plan, std::span<const Element> order, Duration gap) {
  Duration added{0};
  std::optional<Duration> before;
  for (const Element& element : order) {
    Duration* const at = time_of(plan, element);
    if (at == nullptr) continue;
    *at += added;
    if (before && *at < *before + gap) {
      added += *before + gap - *at;
      *at = *before + gap;
    }
    before = *at;
  }
  plan.chaos += added;
  put_in_order(plan);
  return plan;
}

Plan repeated(Plan plan, std::span<const CommandSpec> commands, std::size_t times, Duration period) {
  const std::vector<PlannedOperation> once = plan.operations;
  for (std::size_t time = 1; time < times; ++time) {
    plan.chaos += period;
    for (PlannedOperation operation : once) {
      const CommandWords words = words_of(commands, operation.arguments);
      for (const auto& named : {words.keys, words.values}) {  // no two writes of a day write the same value
        for (const std::size_t word : named) operation.arguments[word] += "." + std::to_string(time + 1);
      }
      operation.at += static_cast<std::int64_t>(time) * period;
      plan.operations.push_back(std::move(operation));
    }
  }
  put_in_order(plan);
  return plan;
}

PlannedFault split_of(const Plan& plan, const NodeSpec& lonely, Duration at, Duration lasts) {
  Groups groups = {{lonely.name}, {}};
  for (const NodeSpec& node : plan.nodes) {
    if (node.name != lonely.name) groups.back().push_back(node.name);
  }
  PlannedFault fault{
      .id = "split-" + lonely.name, .verb = "partition", .at = at, .when = {}, .lasts = lasts, .parameters = {}};
  fault.parameters["groups"] = std::move(groups);
  return fault;
}

}  // namespace

std::vector<Plan> with_link_delays(const Plan& plan) {
  std::vector<Plan> proposals;
  for (const Duration delay : delays) {
    for (const Plan& slower : {with_fallback_delay(plan, delay), with_slower_links(plan, delay)}) {
      if (slower == plan) continue;
      proposals.push_back(slower);
      proposals.push_back(with_chaos(slower, plan.chaos + 2 * round_trips * delay));
    }
  }
  return proposals;
}

std::vector<Plan> with_more_time(const Plan& plan) {
  std::vector<Plan> proposals;
  for (const Duration more :
       {Duration(milliseconds(100)), Duration(seconds(1)), Duration(seconds(10)), 15 * plan.chaos}) {
    proposals.push_back(with_chaos(plan, plan.chaos + more));
  }
  return proposals;
}

std::vector<Plan> with_repeats(const Plan& plan, std::span<const CommandSpec> commands) {
  std::vector<Plan> proposals;
  if (plan.operations.empty()) return proposals;
  const Duration day = plan.operations.back().at - plan.operations.front().at;
  for (std::size_t times = 2; times * plan.operations.size() <= most_operations; times *= 2) {
    for (const Duration pause : pauses) proposals.push_back(repeated(plan, commands, times, day + pause));
  }
  return proposals;
}

std::vector<Plan> with_more_room(const Plan& plan, std::span<const Element> order, std::size_t first) {
  Plan unmoved = plan;
  if (time_of(unmoved, order[first]) == nullptr) return {};
  const std::span<const Element> later = order.subspan(first);
  std::vector<Element> operations(later.begin(), later.end());
  std::erase_if(operations, [](const Element& element) { return element.kind != Element::Kind::operation; });
  const bool moves_faults = operations.size() < later.size();
  std::vector<Plan> proposals;
  for (const Duration room : rooms) {
    proposals.push_back(with_room(plan, later, room));
    // Into a window of a fault that began later, or out of one.
    if (moves_faults && later.front().kind == Element::Kind::operation) {
      proposals.push_back(with_room(plan, operations, room));
    }
  }
  return proposals;
}

std::vector<Plan> with_spacing(const Plan& plan, std::span<const Element> order) {
  std::vector<Plan> proposals;
  for (const Duration gap : rooms) proposals.push_back(spaced(plan, order, gap));
  return proposals;
}

std::vector<Plan> with_a_split(const Plan& plan, std::span<const Element> order, std::size_t first) {
  Plan unmoved = plan;
  const Duration* const element = time_of(unmoved, order[first]);
  if (element == nullptr || plan.nodes.size() < 2) return {};
  const Duration at = *element + before_an_element / 2;
  const Plan roomy = with_room(plan, order.subspan(first), before_an_element);
  std::vector<Plan> proposals;
  for (const Duration lasts : splits) {
    for (const NodeSpec& node : plan.nodes) {
      PlannedFault split = split_of(plan, node, at, lasts);
      if (std::ranges::count(plan.faults, split.id, &PlannedFault::id) > 0) continue;
      Plan& proposal = proposals.emplace_back(roomy);
      proposal.faults.push_back(std::move(split));
      proposal.chaos = std::max(proposal.chaos, at + 2 * lasts);
    }
  }
  return proposals;
}

}  // namespace groundhog::harness
