// Bytes, commands and names as a reader sees them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace burrow::differential {

// In quotes, with \r \n \" \\ \xHH. What is longer than `most` is cut, and says so.
std::string in_quotes(std::string_view bytes, std::size_t most = 400);

// Words with blanks between them; those with bytes beyond printable ones, and empty ones, in quotes.
std::string to_line(const std::vector<std::string>& words);

// Whether that is the name of the command; `name` is lower case.
bool is_named(const std::vector<std::string>& words, std::string_view name);

}  // namespace burrow::differential
