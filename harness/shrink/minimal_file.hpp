// Where a minimal day is written, and what stands there already. What took minutes to find must not go because a later
// attempt had ten seconds, or was interrupted.
#pragma once

#include <string>

#include "harness/repro/repro.hpp"

namespace groundhog::harness {

// Whether the file holds a day of the same failure: of this scenario and seed, with this planted bug, about this
// property (of any, if `of` is about none yet).
bool holds_same_failure(const std::string& file, const Repro& of);

// Why the file is left as it is, in words that follow its name; empty: there is none, or one of the same failure that
// `found` betters. `verified`: nothing can be taken out of `found`.
std::string reason_to_stay(const std::string& file, const Repro& found, bool verified);

}  // namespace groundhog::harness
