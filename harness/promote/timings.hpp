// For a failure that rests on what happens to fall on the same instant, whose order is drawn: the same plan at other
// times. Proposals only (rewrites.hpp), the least change first.
#pragma once

#include <span>
#include <vector>

#include "harness/promote/run_record.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Links that take time where they took less, so that what is sent in one instant does not arrive in it; links with a
// delay of their own that take a little more, so that what they carry does not arrive just then. With chaos as it is,
// and some round trips longer.
std::vector<Plan> with_link_delays(const Plan& plan);

// A longer chaos: more chances for what happens now and then.
std::vector<Plan> with_more_time(const Plan& plan);

// `order` is the order in which elements began in a run that failed (RunRecord::begun()): of those that fall on the
// same instant, too. A fault that has no time of its own stays as it is.

// The elements from `first` on come later.
std::vector<Plan> with_more_room(const Plan& plan, std::span<const Element> order, std::size_t first);

// Every element begins a while after the one before it.
std::vector<Plan> with_spacing(const Plan& plan, std::span<const Element> order);

}  // namespace groundhog::harness
