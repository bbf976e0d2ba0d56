// From what the command line says of a trace to what the timeline shows.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "sim/cluster/system.hpp"
#include "sim/plan/plan.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog {

TimelineFilter timeline_filter(const TraceChoice& choice);

// A line for each name that the day does not know: a misspelt filter would show an empty day. Empty if all is well.
std::string problems_of(const TraceChoice& choice, const Plan& plan, const System& system);

// A line for the name of an announcement that nobody makes.
std::string problems_of_announcement(const std::string& event, const System& system);

}  // namespace groundhog
