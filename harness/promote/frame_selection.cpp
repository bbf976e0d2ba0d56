#include "harness/promote/frame_selection.hpp"

#include <algorithm>
#include <variant>

#include "sim/faults/frame_filter.hpp"

namespace groundhog::harness {
namespace {

bool announced_before(const RunRecord& record, const std::string& event, Duration at) {
  return std::ranges::any_of(record.announcements(), [&](const AnnouncementRecord& announcement) {
    return announcement.event == event && announcement.at <= at;
  });
}

bool meets_conditions(const RunRecord& record, const FrameMatch& match, const FrameRecord& frame) {
  if (!groundhog::meets_conditions(match, {frame.type, frame.from, frame.to, frame.key})) return false;
  return !match.after_event || announced_before(record, *match.after_event, frame.at);
}

}  // namespace

const FrameMatch* match_of(const PlannedFault& fault) {
  const auto parameter = fault.parameters.find("match");
  return parameter == fault.parameters.end() ? nullptr : std::get_if<FrameMatch>(&parameter->second);
}

std::vector<std::size_t> frames_taken(const RunRecord& record, const FrameMatch& match, const FaultRecord& window) {
  std::vector<std::size_t> taken;
  std::uint64_t ordinal = 0;
  for (std::size_t i = window.first_frame; i < window.end_frame; ++i) {
    if (!meets_conditions(record, match, record.frames()[i])) continue;
    if (meets_counts(match, ++ordinal)) taken.push_back(i);
  }
  return taken;
}

std::vector<std::size_t> frames_meeting(const RunRecord& record, const FrameMatch& match) {
  std::vector<std::size_t> meeting;
  for (std::size_t i = 0; i < record.frames().size(); ++i) {
    if (meets_conditions(record, match, record.frames()[i])) meeting.push_back(i);
  }
  return meeting;
}

}  // namespace groundhog::harness
