// What every verb that acts on frames takes.
#pragma once

#include "sim/faults/fault.hpp"

namespace groundhog {

inline constexpr ParameterSpec match_parameter{"match", ParameterSpec::Kind::match, true,
                                               "which frames: type, from, to, key, first, nth, every_nth, after_event"};

}  // namespace groundhog
