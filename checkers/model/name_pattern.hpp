// The patterns of KEYS and SCAN, read here by themselves: what is checked must not define the check.
#pragma once

#include <string_view>

namespace groundhog::checkers {

// `*` is any bytes, `?` one; a set in brackets is one of those in it (`a-c`: a range, `^` first: none of them); a
// backslash takes what follows it as it is. A set that is not closed ends with the pattern. The name of no bytes is
// matched by nothing and by `*` alone, as in Redis.
bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace groundhog::checkers
