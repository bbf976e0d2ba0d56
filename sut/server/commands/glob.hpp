// Glob patterns of KEYS: * ? [abc] [a-z] [^abc] and \ to take the next byte literally. Bytes, not characters.
#pragma once

#include <string_view>

namespace burrow {

// At most |pattern| * |text| steps: after a mismatch only the last star is tried again.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace burrow
