#include "harness/promote/rewrites.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
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

// ---- selectors

// A counted frame is easier to find than a window, up to here.
constexpr std::uint64_t largest_count = 50;
// A fault that takes more frames than this is not tried on single ones.
constexpr std::size_t most_single_frames = 8;

bool has_window(const PlannedFault& fault) { return fault.at != Duration{0} || fault.lasts || fault.when; }

// The value that all frames share, if they do.
template <typename Member>
std::optional<std::string> common(const RunRecord& record, const std::vector<std::size_t>& frames, Member member) {
  const std::string& value = record.frames()[frames.front()].*member;
  const bool all = std::ranges::all_of(frames, [&](std::size_t i) { return record.frames()[i].*member == value; });
  return all && !value.empty() ? std::optional(value) : std::nullopt;
}

// Exactly the kinds of frames that were taken.
FrameMatch conditions_of(const RunRecord& record, const std::vector<std::size_t>& taken) {
  std::set<std::string> types;
  for (const std::size_t frame : taken) types.insert(record.frames()[frame].type);
  FrameMatch match;
  match.types.assign(types.begin(), types.end());
  match.from = common(record, taken, &FrameRecord::from);
  match.to = common(record, taken, &FrameRecord::to);
  return match;
}

// The conditions, with a count if that is needed to take exactly `taken`; nullopt if no count does.
std::optional<FrameMatch> counted(const RunRecord& record, FrameMatch match, const std::vector<std::size_t>& taken) {
  const std::vector<std::size_t> meeting = frames_meeting(record, match);
  if (taken.size() > 1 && meeting == taken) return match;
  const auto place = std::ranges::find(meeting, taken.front());
  if (place == meeting.end()) return std::nullopt;
  const auto ordinal = static_cast<std::uint64_t>(place - meeting.begin()) + 1;
  if (taken.size() == 1 && ordinal <= largest_count) {
    match.nth = ordinal;
    return match;
  }
  const bool from_the_first =
      ordinal == 1 && taken.size() <= largest_count && std::equal(taken.begin(), taken.end(), meeting.begin());
  if (!from_the_first) return std::nullopt;
  match.first = taken.size();
  return match;
}

// Every match that takes exactly these frames, by their kind and by their key: the lower count first.
std::vector<FrameMatch> matches_of(const RunRecord& record, const std::vector<std::size_t>& taken) {
  std::vector<FrameMatch> matches;
  FrameMatch conditions = conditions_of(record, taken);
  if (const auto match = counted(record, conditions, taken)) matches.push_back(*match);
  conditions.key = common(record, taken, &FrameRecord::key);
  if (conditions.key) {
    if (const auto match = counted(record, conditions, taken)) matches.push_back(*match);
  }
  std::ranges::stable_sort(matches, {},
                           [](const FrameMatch& match) { return match.nth.value_or(match.first.value_or(0)); });
  return matches;
}

Plan with_match(Plan plan, std::size_t fault, const FrameMatch& match) {
  PlannedFault& changed = plan.faults[fault];
  changed.at = Duration{0};
  changed.when.reset();
  changed.lasts.reset();
  changed.parameters["match"] = match;
  return plan;
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

std::vector<Plan> with_selectors(const Plan& plan, std::size_t fault, const RunRecord& record) {
  const FrameMatch* written = match_of(plan.faults[fault]);
  if (written == nullptr || !has_window(plan.faults[fault])) return {};
  const std::vector<std::size_t> taken = frames_taken(record, *written, record.faults()[fault]);
  if (taken.empty()) return {};

  std::vector<FrameMatch> matches = matches_of(record, taken);
  if (taken.size() > 1 && taken.size() <= most_single_frames) {
    // A frame about a key tells more than a heartbeat that held it up.
    std::vector<std::size_t> frames = taken;
    std::stable_partition(frames.begin(), frames.end(),
                          [&](std::size_t frame) { return !record.frames()[frame].key.empty(); });
    for (const std::size_t frame : frames) std::ranges::move(matches_of(record, {frame}), std::back_inserter(matches));
  }
  std::vector<Plan> proposals;
  for (const FrameMatch& match : matches) proposals.push_back(with_match(plan, fault, match));
  return proposals;
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
