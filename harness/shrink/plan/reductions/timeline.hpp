// Moving what happens in a plan.
#pragma once

#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Everything that begins at `from` or later begins that much earlier, though never before `not_before`, and chaos ends
// that much earlier. A negative `by` moves it later.
void move_up(Plan& plan, Duration from, Duration by, Duration not_before);

}  // namespace groundhog::harness
