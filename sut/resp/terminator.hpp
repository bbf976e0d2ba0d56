// What ends a line, and follows the bytes of a bulk string.
#pragma once

#include <string_view>

namespace burrow::resp {

inline constexpr std::string_view terminator = "\r\n";

}  // namespace burrow::resp
