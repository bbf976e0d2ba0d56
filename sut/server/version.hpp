// What the server says it is.
#pragma once

#include <string_view>

namespace burrow {

inline constexpr std::string_view burrow_version = "0.1.0";

}  // namespace burrow
