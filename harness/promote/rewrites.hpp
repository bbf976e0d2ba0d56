// Other ways to write a failing plan, proposals only: with plainer ids; and, for a failure that rests on what happens
// to fall on the same instant, whose order is drawn, at other times. Whether one still shows the failure is for a run
// to say (settle_form.hpp).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "harness/promote/run_record.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Ids that the scenario language made up when it expanded a plan ("partition-1.2") give way to those that it would make
// up now, which need not be written. Ids that a person chose stay.
Plan with_plain_ids(Plan plan);

// ---- other times, the least change first

// Links that take time where they took less, so that what is sent in one instant does not arrive in it. With chaos as
// it is, and some round trips longer.
std::vector<Plan> with_link_delays(const Plan& plan);

// A longer chaos: more chances for what happens now and then.
std::vector<Plan> with_more_time(const Plan& plan);

// The elements from `first` on come later. `order` is the order in which elements began in a run that failed
// (RunRecord::begun()): of those that fall on the same instant, too. A fault without a time of its own stays as it is.
std::vector<Plan> with_more_room(const Plan& plan, std::span<const Element> order, std::size_t first);

}  // namespace groundhog::harness
