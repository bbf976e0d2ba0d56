// Bytes as characters of ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "sim/core/text.hpp"

namespace groundhog {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_printable(char c) { return c >= ' ' && c <= '~'; }
// Bytes of UTF-8 beyond ASCII are neither.
constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }

constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_upper, to_upper);
}

// The letters of \n \r \t \" \\, and what they stand for in the same order.
inline constexpr std::string_view escape_letters = "nrt\"\\";
inline constexpr std::string_view escaped_characters = "\n\r\t\"\\";

// \n and the like; empty for what has no such letter.
inline std::string letter_escape(char c) {
  const std::size_t place = escaped_characters.find(c);
  return place == std::string_view::npos ? std::string() : std::string{'\\', escape_letters[place]};
}

// \xNN
inline std::string hex_escape(char c) { return "\\x" + hex_digits(static_cast<unsigned char>(c), 2); }

}  // namespace groundhog
