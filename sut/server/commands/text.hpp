// Words of the command language: comparison without case, and the error texts that several families share
// (Redis 7.0's).
#pragma once

#include <algorithm>
#include <string_view>

namespace burrow {

// ASCII only: a locale must not change what a command means.
constexpr char to_lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; }

// `word` is lower case.
constexpr bool is_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char left, char right) { return to_lower(left) == right; });
}

namespace error_text {

constexpr std::string_view syntax = "ERR syntax error";
constexpr std::string_view not_an_integer = "ERR value is not an integer or out of range";
constexpr std::string_view out_of_memory = "OOM command not allowed when used memory > 'maxmemory'.";

}  // namespace error_text

}  // namespace burrow
