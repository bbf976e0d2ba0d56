// A request as a line of words, as people type it: the form of RESP that is no array.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "sim/core/random.hpp"

namespace groundhog {

// The limit of Burrow and of Redis, here with the end of the line.
inline constexpr std::size_t longest_line_bytes = 64 * 1024;

// One of the many lines that stand for `words` by the rules of Redis' sdssplitargs: with gaps of any blanks, words
// bare, in quotes of either kind or with a bare beginning, and bytes as they are or escaped. Its last byte is its one
// '\n', it has no NUL, where Redis would stop, and does not begin with '*', as an array does.
//
// nullopt if there are no words, or the line would be longer than the limit.
std::optional<std::string> spell_inline(std::span<const std::string> words, RandomStream draws);

}  // namespace groundhog
