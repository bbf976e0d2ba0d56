// Which frames of a recorded run a match selects: the reckoning of sim/faults/frame_filter.hpp, after the fact.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/promote/run_record.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// The match of a fault on messages; nullptr for other verbs.
const FrameMatch* match_of(const PlannedFault& fault);

// Indices into record.frames(), ascending: what the fault with this match and window took, leaving aside that another
// fault may have taken a frame first.
std::vector<std::size_t> frames_taken(const RunRecord& record, const FrameMatch& match, const FaultRecord& window);

// Frames of all of chaos that meet the conditions; counts (first, nth, every_nth) are left aside.
std::vector<std::size_t> frames_meeting(const RunRecord& record, const FrameMatch& match);

}  // namespace groundhog::harness
