// Which frames a message fault acts on: FrameMatch, its words, and its reckoning, of a run under way (FrameFilter) and
// of a record of one (harness/promote).
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/faults/fault.hpp"
#include "sim/plan/key_spec.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

inline constexpr KeySpec match_keys[] = {
    {"type", KeySpec::Kind::frame_types, false, "of the frame: one or several"},
    {"from", KeySpec::Kind::frame_node, false, "sender"},
    {"to", KeySpec::Kind::frame_node, false, "receiver"},
    {"key", KeySpec::Kind::text, false, "that the frame is about"},
    {"first", KeySpec::Kind::positive_count, false, "only the first N that match"},
    {"nth", KeySpec::Kind::positive_count, false, "only the Nth that matches"},
    {"every_nth", KeySpec::Kind::positive_count, false, "every Nth that matches"},
    {"after_event", KeySpec::Kind::event, false, "only once any node has announced it"},
};
inline constexpr MappingSpec match_mapping{"match", match_keys};

// Calls `visit` with the word and the field of each condition but `type`.
template <typename Match, typename Visit>
void visit_conditions(Match& match, const Visit& visit) {
  visit("from", match.from);
  visit("to", match.to);
  visit("key", match.key);
  visit("first", match.first);
  visit("nth", match.nth);
  visit("every_nth", match.every_nth);
  visit("after_event", match.after_event);
}

// What every verb that acts on frames takes.
inline constexpr KeySpec match_parameter{"match", KeySpec::Kind::match, true,
                                         "which frames: type, from, to, key, first, nth, every_nth, after_event",
                                         &match_mapping};

// A frame as a match sees it; sender and receiver by name.
struct MatchedFrame {
  std::string_view type;
  std::string_view from;
  std::string_view to;
  std::string_view key;
};

// All conditions but `after_event`, which only the caller knows, and the counts.
bool meets_conditions(const FrameMatch& match, const MatchedFrame& frame);

// Whether the counts take a frame that is the `ordinal`-th, from 1, of those that meet the conditions.
bool meets_counts(const FrameMatch& match, std::uint64_t ordinal);

// Counting begins with the filter.
class FrameFilter {
 public:
  FrameFilter(const World& world, const FrameMatch& match) : world_(world), match_(match) {}

  // Asked once for each frame, in order.
  bool takes(const Frame& frame);

 private:
  const World& world_;
  const FrameMatch& match_;
  bool armed_ = false;          // `after_event` has happened, or there is none
  std::uint64_t matching_ = 0;  // frames that met the conditions so far
};

}  // namespace groundhog
