// Splits an inline command into words, with the quoting rules of Redis' sdssplitargs: "…" knows \n \r \t \b \a \xHH and
// backslash escapes, '…' knows only \', and a closing quote must be followed by a space or the end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sut/resp/words.hpp"

namespace burrow::resp {

// Appends the unquoted bytes of all words to `bytes` and one entry for each to `words`. False for unbalanced quotes.
bool split_inline(std::string_view line, std::string& bytes, std::vector<Word>& words);

}  // namespace burrow::resp
