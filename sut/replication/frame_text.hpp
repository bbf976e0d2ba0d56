// How numbers, ids and deadlines are spelled inside frames. Every spelling has one meaning and every meaning one
// spelling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sut/cache/deadline.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

// Decimal, no sign, no leading zero.
void append_number(std::string& out, std::uint64_t value);
std::optional<std::uint64_t> parse_number(std::string_view text);

// 16 lower-case hexadecimal digits.
void append_hex(std::string& out, std::uint64_t value);
std::optional<std::uint64_t> parse_hex(std::string_view text);

// Milliseconds since the epoch, with a sign; "-" is "no TTL".
void append_deadline(std::string& out, const Deadline& deadline);
// The outer optional says whether it parsed.
std::optional<Deadline> parse_deadline(std::string_view text);

}  // namespace burrow
