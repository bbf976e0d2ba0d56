// Scalars of the scenario language, read from and written to text. Units are required: a bare number is never a time.
//
//   duration    250ms, 1.5s, 10min        ns us ms s min h; exact, a fraction of a nanosecond is an error
//   size        512B, 16KiB, 1MiB         B KiB MiB GiB
//   rate        200/s, 30/min             per second or per minute; of bytes 64KiB/s
//   probability 0.01 or 5%
//   link        n1->n2, n1<->n2, *->n1
//   flag        true or false
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sim/plan/plan.hpp"

namespace groundhog {

struct UnitError {
  std::string message;     // "expected a duration such as 250ms, found '250'"
  std::string suggestion;  // "250ms", or empty
};

template <typename T>
using Parsed = tl::expected<T, UnitError>;

// Limits are those of sim/plan/limits.hpp.
Parsed<Duration> parse_duration(std::string_view text);         // 0 .. longest_duration
Parsed<Duration> parse_ttl(std::string_view text);              // 0 .. longest_ttl
Parsed<Duration> parse_clock_offset(std::string_view text);     // farthest_wall either way
Parsed<std::int64_t> parse_drift(std::string_view text);        // ppm, slowest_drift_ppm .. fastest_drift_ppm
Parsed<Duration> parse_signed_duration(std::string_view text);  // any that fits, with a sign, if negative
Parsed<std::uint64_t> parse_size(std::string_view text);        // bytes, up to 1024GiB
Parsed<std::uint64_t> parse_socket_buffer(std::string_view text);
Parsed<std::uint64_t> parse_byte_rate(std::string_view text);  // bytes per second, > 0
Parsed<double> parse_rate(std::string_view text);              // events per second, > 0
Parsed<double> parse_probability(std::string_view text);       // 0..1
Parsed<std::uint64_t> parse_count(std::string_view text);      // decimal digits, or 0x and hexadecimal ones
Parsed<std::int64_t> parse_integer(std::string_view text);     // with a sign, if negative
Parsed<double> parse_number(std::string_view text);            // decimal, 0 .. 10^9
Parsed<bool> parse_flag(std::string_view text);
Parsed<LinkSelector> parse_link(std::string_view text);

// The largest unit in which it is a whole number: 1500ms, 20s, 0s.
std::string format_duration(Duration duration);
// The same with a decimal fraction where that is shorter to read: 1.5s, 2.102933726s, but 250ms and 2min.
std::string format_time(Duration duration);
// For messages: 5h 500ms, 1min 30.5s, 10.001s. Does not read back.
std::string readable_duration(Duration duration);
std::string format_size(std::uint64_t bytes);
std::string format_byte_rate(std::uint64_t bytes);
// Shortest decimal that reads back to the same number.
std::string format_number(double number);
std::string format_link(const LinkSelector& link);

std::string_view to_string(DelaySpec::Shape shape);

// ---- client commands: one line of text, quoted as for a shell (client_command.cpp) ---------------------------------

// Words are separated by blanks. In double quotes \n \r \t \" \\ and \xHH are read, and \*N as N times the byte before
// it; in single quotes nothing is.
Parsed<std::vector<std::string>> split_command(std::string_view line);

// Reads back to the same words. Never contains a single quote or a control character, nor a long run of one byte.
std::string join_command(std::span<const std::string> words);

}  // namespace groundhog
