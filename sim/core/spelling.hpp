// Bytes that may be anything (keys, values, words of a command) as people read and type them: one spelling for the
// timeline, failures, scenarios, JSON and options.
//
// A word of printable ASCII without blanks, quotes, backslashes and = stands as it is. Anything else is in double
// quotes, where printable ASCII stands for itself but for \" and \\, and every other byte, and the apostrophe, is \xNN:
// "v\x0a". An apostrophe is spelt out because a scenario has the whole command in such.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace groundhog {

bool is_plain_word(std::string_view bytes);
// As it stands between quotes.
std::string spelled_byte(char byte);

std::string spelled(std::string_view bytes);
std::string spelled_in_quotes(std::string_view bytes);  // whatever it is

// Longer ones are cut for people, with the number of bytes left out behind them: aaa…+12
inline constexpr std::size_t longest_shown = 48;
std::string spelled_briefly(std::string_view bytes);
std::string spelled_briefly_in_quotes(std::string_view bytes);

// Whether the text is one of these spellings, with or without its quotes, or the bytes themselves.
bool is_spelling_of(std::string_view text, std::string_view bytes);

}  // namespace groundhog
