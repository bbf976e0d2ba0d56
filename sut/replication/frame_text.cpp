#include "sut/replication/frame_text.hpp"

#include <charconv>

namespace burrow {

namespace {

constexpr std::string_view no_deadline = "-";
constexpr std::size_t hex_digits = 16;

template <typename Integer>
std::optional<Integer> parse_whole(std::string_view text, int base) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, base);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

template <typename Integer>
void append_decimal(std::string& out, Integer value) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, result.ptr);
}

}  // namespace

void append_number(std::string& out, std::uint64_t value) { append_decimal(out, value); }

std::optional<std::uint64_t> parse_number(std::string_view text) {
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (leading_zero) return std::nullopt;
  return parse_whole<std::uint64_t>(text, 10);
}

void append_hex(std::string& out, std::uint64_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out.push_back(digits[(value >> shift) & 0xF]);
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  if (text.size() != hex_digits) return std::nullopt;
  for (const char c : text) {
    if (c >= 'A' && c <= 'F') return std::nullopt;
  }
  return parse_whole<std::uint64_t>(text, 16);
}

void append_deadline(std::string& out, const Deadline& deadline) {
  if (!deadline) {
    out.append(no_deadline);
    return;
  }
  append_decimal(out, deadline->time_since_epoch().count());
}

std::optional<Deadline> parse_deadline(std::string_view text) {
  if (text == no_deadline) return Deadline{};
  const auto milliseconds = parse_whole<std::int64_t>(text, 10);
  if (!milliseconds) return std::nullopt;
  return Deadline{ExpiryTime{seam::Milliseconds{*milliseconds}}};
}

}  // namespace burrow
