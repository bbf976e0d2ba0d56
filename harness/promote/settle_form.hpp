// Chooses the form in which a failing plan is written down: as readable as it can be without failing less often when
// random draws shift.
#pragma once

#include "harness/promote/trials.hpp"

namespace groundhog::harness {

// `plan` shows the failure and its run completes. The result shows it, too.
Plan settle_form(Plan plan, Trials& trials);

}  // namespace groundhog::harness
