// The instances of a scenario that are judged when it is loaded.
#pragma once

#include <span>
#include <vector>

#include "sim/scenario/params.hpp"

namespace groundhog {

// Values of the params at their extremes, between which all that a seed may draw lie: every combination, if there are
// no more than a thousand. Else every combination of any two, with the others at their first and at their last extreme,
// and all at their n-th.
std::vector<ParamValues> corner_values(std::span<const Param> params);

}  // namespace groundhog
