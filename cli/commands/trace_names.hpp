// Whether the names in the filters of a trace are known: a misspelt one would show an empty run.
#pragma once

#include <string>

#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::cli {

// A line for each name that the plan and the guest do not know; empty if there is none.
std::string unknown_names_in(const TimelineFilter& filter, const Plan& plan, const Guest& guest);

// The same for the name of an announcement.
std::string unknown_announcement(const std::string& event, const Guest& guest);

}  // namespace groundhog::cli
