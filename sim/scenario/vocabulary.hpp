// The words of the language that stand for an enumerator each, in the order of their enumerations.
#pragma once

#include <string_view>

namespace groundhog {

inline constexpr std::string_view delay_words[] = {"constant", "normal", "exponential", "pareto"};  // DelaySpec::Shape
inline constexpr std::string_view arrival_words[] = {"exponential", "jittered", "even"};
inline constexpr std::string_view key_words[] = {"uniform", "zipf", "hot"};
inline constexpr std::string_view ttl_words[] = {"uniform", "log_uniform", "exponential"};

}  // namespace groundhog
