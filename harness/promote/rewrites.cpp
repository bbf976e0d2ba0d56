#include "harness/promote/rewrites.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "sim/plan/limits.hpp"
#include "sim/scenario/plan_text.hpp"

namespace groundhog::harness {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

// "<verb>-1", "<verb>-1.2"
bool is_made_up(const PlannedFault& fault) {
  const std::string start = fault.verb + "-";
  const std::string_view id = fault.id;
  if (!id.starts_with(start) || id.size() == start.size()) return false;
  return id.find_first_not_of("0123456789.", start.size()) == std::string_view::npos;
}

// ---- other times

constexpr Duration delays[] = {milliseconds(2), milliseconds(5), milliseconds(20)};
// Half of the shortest TTL first: what is read must not be dead by then.
constexpr Duration rooms[] = {microseconds(500), milliseconds(1), milliseconds(5), milliseconds(25), milliseconds(100)};
constexpr int round_trips = 10;

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

Plan with_chaos(Plan plan, Duration chaos) {
  plan.chaos = std::min(chaos, longest_duration);
  return plan;
}

Plan with_fallback_delay(Plan plan, Duration delay) {
  Duration& mean = plan.network.fallback.delay.mean;
  mean = std::max(mean, delay);
  return plan;
}

Plan with_room(Plan plan, std::span<const Element> later, Duration room) {
  for (const Element& element : later) {
    if (Duration* const at = time_of(plan, element)) *at += room;
  }
  plan.chaos += room;
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  return plan;
}

}  // namespace

Plan with_plain_ids(Plan plan) {
  std::map<std::string, std::uint64_t> ordinals;
  for (PlannedFault& fault : plan.faults) {
    if (is_made_up(fault)) fault.id = default_fault_id(fault.verb, ++ordinals[fault.verb]);
  }
  return plan;
}

std::vector<Plan> with_link_delays(const Plan& plan) {
  std::vector<Plan> proposals;
  for (const Duration delay : delays) {
    const Plan slower = with_fallback_delay(plan, delay);
    if (slower == plan) continue;
    proposals.push_back(slower);
    proposals.push_back(with_chaos(slower, plan.chaos + 2 * round_trips * delay));
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

}  // namespace groundhog::harness
