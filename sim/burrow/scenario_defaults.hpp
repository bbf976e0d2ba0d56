// Where the defaults of scenarios differ from those of production: a day in the simulator lasts seconds, not months.
#pragma once

#include <string_view>

#include "sut/server/options.hpp"

namespace groundhog {

// Production gives an operator a minute to notice an empty primary.
inline constexpr std::string_view scenario_empty_primary_hold = "2s";

inline burrow::NodeOptions scenario_defaults() {
  burrow::NodeOptions options;
  options.replication.empty_primary_hold = std::chrono::seconds(2);
  return options;
}

inline std::string_view scenario_fallback(const burrow::OptionSpec& option) {
  return option.name == "empty-primary-hold" ? scenario_empty_primary_hold : option.fallback;
}

}  // namespace groundhog
