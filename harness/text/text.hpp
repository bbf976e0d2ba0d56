// Numbers, times and bytes for people.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sut/runtime/time.hpp"

namespace groundhog::harness {

using seam::Duration;

double in_seconds(Duration duration);
std::string with_thousands(std::uint64_t number);                    // 1,402
std::string seconds_text(Duration duration);                         // 30.000s
std::string long_duration_text(Duration duration);                   // 812 ms, 12.3 s, 4 min 10 s, 2 h 05 min
std::string count_of(std::uint64_t number, std::string_view thing);  // "1 seed", "1,402 seeds"
std::string hex_digits(std::uint64_t number, std::size_t digits);    // 00ff
std::string padded_left(std::string text, std::size_t width);
std::string padded_right(std::string text, std::size_t width);

// Follow-up lines of a text under its first.
std::string indented(std::string_view text, std::size_t columns);

// Text that JSON and XML accept, from bytes that may be anything, as keys and values of a cache are: every byte that is
// no part of a well-formed sequence (RFC 3629) becomes U+FFFD.
std::string valid_utf8(std::string_view bytes);

}  // namespace groundhog::harness
