#include "sim/faults/frame_filter.hpp"

#include <algorithm>

namespace groundhog {

bool meets_conditions(const FrameMatch& match, const MatchedFrame& frame) {
  if (match.from && frame.from != *match.from) return false;
  if (match.to && frame.to != *match.to) return false;
  if (!match.types.empty() && std::ranges::find(match.types, frame.type) == match.types.end()) return false;
  return !match.key || frame.key == *match.key;
}

bool meets_counts(const FrameMatch& match, std::uint64_t ordinal) {
  if (match.first && ordinal > *match.first) return false;
  if (match.nth && ordinal != *match.nth) return false;
  return !match.every_nth || ordinal % *match.every_nth == 0;
}

bool FrameFilter::takes(const Frame& frame) {
  if (!meets_conditions(match_, {frame.type, world_.name(frame.from), world_.name(frame.to), frame.key})) return false;
  if (!armed_) armed_ = !match_.after_event || world_.announced(*match_.after_event);
  return armed_ && meets_counts(match_, ++matching_);
}

}  // namespace groundhog
