#include "harness/promote/rewrites.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "sim/scenario/plan_text.hpp"

namespace groundhog::harness {
namespace {

// A counted frame is easier to find than a window, up to here.
constexpr std::uint64_t largest_count = 50;
// A fault that takes more frames than this is not tried on single ones.
constexpr std::size_t most_single_frames = 8;

// "<verb>-1", "<verb>-1.2"
bool is_made_up(const PlannedFault& fault) {
  const std::string start = fault.verb + "-";
  const std::string_view id = fault.id;
  if (!id.starts_with(start) || id.size() == start.size()) return false;
  return id.find_first_not_of("0123456789.", start.size()) == std::string_view::npos;
}

// ---- selectors

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

}  // namespace groundhog::harness
