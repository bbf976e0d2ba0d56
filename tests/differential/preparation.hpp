// What is sent of a sequence, so that the judge's rules can be applied.
#pragma once

#include <vector>

#include "tests/differential/command.hpp"

namespace burrow::differential {

// With a KEYS * behind each RANDOMKEY and DBSIZE, for the rules held_key and held_keys. Without what Rule::not_sent
// is about, which is added to `not_sent`.
Sequence prepared(const Sequence& sequence, std::vector<Words>& not_sent);

}  // namespace burrow::differential
