#include "sim/faults/frame_filter.hpp"

#include <algorithm>

namespace groundhog {
namespace {

std::optional<HostId> resolve(const World& world, const std::optional<std::string>& name) {
  if (!name) return std::nullopt;
  return world.host(*name);
}

}  // namespace

FrameFilter::FrameFilter(const World& world, const FrameMatch& match)
    : world_(world),
      match_(match),
      from_(resolve(world, match.from)),
      to_(resolve(world, match.to)),
      armed_(!match.after_event) {}

bool FrameFilter::takes(const Frame& frame) {
  if (!meets_conditions(frame)) return false;
  ++matching_;
  return meets_count();
}

bool FrameFilter::meets_conditions(const Frame& frame) {
  if (from_ && frame.from != *from_) return false;
  if (to_ && frame.to != *to_) return false;
  if (!match_.types.empty() && std::ranges::find(match_.types, frame.type) == match_.types.end()) return false;
  if (match_.key && frame.key != *match_.key) return false;
  if (!armed_) armed_ = world_.announced(*match_.after_event);
  return armed_;
}

bool FrameFilter::meets_count() const {
  if (match_.first && matching_ > *match_.first) return false;
  if (match_.nth && matching_ != *match_.nth) return false;
  return !match_.every_nth || matching_ % *match_.every_nth == 0;
}

}  // namespace groundhog
