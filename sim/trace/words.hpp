// The enumerations of the history as words.
#pragma once

#include <string_view>

#include "sim/events/observer.hpp"

namespace groundhog::trace {

std::string_view to_string(Phase phase);
std::string_view to_string(Outcome outcome);
std::string_view to_string(EffectKind kind);
std::string_view to_string(DelCause cause);
std::string_view to_string(SampleReason reason);
std::string_view to_string(CloseReason reason);

}  // namespace groundhog::trace
