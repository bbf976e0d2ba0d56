// Text for people: numbers, times, columns and lists; and text that is valid whatever its bytes were.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/virtual_time.hpp"

namespace groundhog {

std::string with_separators(std::uint64_t number);                       // 1,402
std::string count_of(std::uint64_t number, std::string_view thing);      // "1 seed", "1,402 seeds"
std::string hex_digits(std::uint64_t number, std::size_t at_least = 1);  // ff; of at least four digits: 00ff

// As printf does; up to 63 characters.
template <typename... Values>
std::string formatted(const char* format, Values... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

double to_seconds(Duration duration);
std::string seconds_text(Duration duration);        // 30.000s
std::string long_duration_text(Duration duration);  // 812 ms, 12.3 s, 4 min 10 s, 2 h 05 min

// Blanks up to `width` columns; counts bytes (names are ASCII).
std::string padded_left(std::string text, std::size_t width);
std::string padded_right(std::string_view text, std::size_t width);

// Both take UTF-8, and each character for one column.

// Broken between words where it is longer than `width` columns; further lines begin with `margin` blanks.
std::string wrapped(std::string_view line, std::size_t width, std::size_t margin);
// The text, if it fits into so many columns; else its beginning and an ellipsis.
std::string cut_to_columns(std::string_view text, std::size_t columns);

// Follow-up lines of a text under its first.
std::string indented(std::string_view text, std::size_t columns);

// Without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

template <typename Texts>
std::string joined(const Texts& texts, std::string_view separator = ", ") {
  std::string out;
  std::string_view before;
  for (const std::string_view text : texts) {
    out.append(before).append(text);
    before = separator;
  }
  return out;
}

// What stands in a cell of a table in Markdown: a bar would end it, as would the end of a line.
std::string table_cell(std::string_view text);

// Text that JSON and XML accept, from bytes that may be anything, as keys and values of a cache are: every byte that is
// no part of a well-formed sequence (RFC 3629) becomes U+FFFD.
std::string valid_utf8(std::string_view bytes);

}  // namespace groundhog
