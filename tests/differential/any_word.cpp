#include "tests/differential/any_word.hpp"

#include <array>

namespace burrow::differential {

namespace {

using namespace std::string_literals;

// Bytes of all kinds, up to a few hundred.
std::string any_bytes(Draw& draw) {
  constexpr std::size_t usual = 6;
  constexpr std::size_t most = 300;
  std::string bytes(draw.below(draw.once_in(8) ? most : usual), '\0');
  for (char& byte : bytes) byte = static_cast<char>(draw.below(256));
  return bytes;
}

std::string any_long_text(Draw& draw) { return std::string(draw.below(3000), static_cast<char>('a' + draw.below(26))); }

const std::string& any_option_word(Draw& draw) {
  static const std::array words = {"NX"s,    "XX"s,   "GT"s,   "LT"s,      "GET"s,   "KEEPTTL"s, "EX"s,
                                   "PX"s,    "EXAT"s, "PXAT"s, "PERSIST"s, "DB"s,    "REPLACE"s, "MATCH"s,
                                   "COUNT"s, "TYPE"s, "SYNC"s, "ASYNC"s,   "string"s};
  return draw.one_of(words);
}

}  // namespace

std::string any_key(Draw& draw) {
  static const std::array usual = {"a"s, "b"s, "c"s};
  static const std::array rare = {""s, "key"s, "key:1"s, "Key"s, "k\0y"s, "\xff\xfe"s, "a b"s, "k*y"s, "[a]"s, "nx"s};
  return draw.once_in(4) ? draw.one_of(rare) : draw.one_of(usual);
}

std::string any_value(Draw& draw) {
  static const std::array small = {""s,    "v"s,  "value"s,       "0"s,  "1"s,    "10"s,
                                   "3.5"s, "-7"s, "hello world"s, "OK"s, "\r\n"s, "nil"s};
  switch (draw.below(8)) {
    case 0:
      return any_bytes(draw);
    case 1:
      return any_integer(draw);
    case 2:
      return any_float(draw);
    case 3:
      return draw.once_in(4) ? any_long_text(draw) : draw.one_of(small);
    default:
      return draw.one_of(small);
  }
}

std::string any_integer(Draw& draw) {
  static const std::array usual = {"0"s, "1"s, "-1"s, "2"s, "7"s, "10"s, "-10"s, "100"s, "12345"s};
  static const std::array edges = {"9223372036854775807"s,  "9223372036854775806"s,  "-9223372036854775808"s,
                                   "-9223372036854775807"s, "9223372036854775808"s,  "-9223372036854775809"s,
                                   "18446744073709551615"s, "18446744073709551616"s, "2147483647"s,
                                   "2147483648"s,           "-2147483648"s,          "-2147483649"s,
                                   "4294967295"s,           "4294967296"s,           "4611686018427387904"s,
                                   "-4611686018427387905"s, "99999999999999999999"s, "100000000000000000000000000000"s};
  static const std::array none = {""s,    " 1"s,  "1 "s,  "+1"s,   "01"s,  "-0"s, "00"s,  "-"s,
                                  "+"s,   "1.0"s, "1e3"s, "0x10"s, "abc"s, "1a"s, "--1"s, "1\n"s,
                                  "\t1"s, "1\0"s, "one"s, "1_0"s,  "-01"s, "+0"s};
  switch (draw.below(4)) {
    case 0:
      return draw.one_of(edges);
    case 1:
      return draw.once_in(2) ? draw.one_of(none) : draw.one_of(usual);
    default:
      return draw.one_of(usual);
  }
}

std::string any_float(Draw& draw) {
  static const std::array usual = {"0"s,    "1.5"s,     "-1.5"s, "0.1"s, "3.0"s, "10"s,   "1e3"s,
                                   "1E-3"s, "-2.5e-2"s, ".5"s,   "5."s,  "-0"s,  "-0.0"s, "00.5"s};
  static const std::array edges = {"1e17"s, "1e300"s, "1e4000"s,   "-1e4931"s, "1e-300"s, "1e-5000"s, "1e5000"s,
                                   "inf"s,  "-inf"s,  "Infinity"s, "nan"s,     "NaN"s,    "0x1p3"s,   "0x10"s};
  static const std::array exact = {"1.7976931348623157e308"s,
                                   "0.1000000000000000055511151231257827"s,
                                   "123456789012345678901234567890"s,
                                   "9223372036854775807.5"s,
                                   "0.00000000000000001"s,
                                   "0.000000000000000001"s,
                                   "3.14159265358979323846"s};
  static const std::array none = {" 1.5"s, "1.5 "s, "+1.5"s, "1,5"s, "1.5a"s,  ""s,
                                  "-"s,    "."s,    "e5"s,   "1e"s,  "1.5\0"s, "\t1"s};
  switch (draw.below(6)) {
    case 0:
      return any_integer(draw);
    case 1:
      return draw.one_of(edges);
    case 2:
      return draw.one_of(exact);
    case 3:
      return draw.one_of(none);
    default:
      return draw.one_of(usual);
  }
}

std::string any_offset(Draw& draw) {
  static const std::array near = {"0"s, "1"s, "2"s, "3"s, "5"s, "-1"s, "-2"s, "-3"s, "-100"s, "100"s, "1000"s, "4000"s};
  // Farther than a value may reach, in both servers: less would be stored.
  static const std::array far = {"536870912"s,           "536870913"s,           "9223372036854775807"s,
                                 "9223372036854775806"s, "9223372036854775808"s, "-9223372036854775808"s,
                                 "-9223372036854775807"s};
  static const std::array none = {""s, " 1"s, "+1"s, "01"s, "-0"s, "1.0"s, "abc"s};
  if (draw.once_in(8)) return draw.one_of(far);
  return draw.once_in(10) ? draw.one_of(none) : draw.one_of(near);
}

std::string any_pattern(Draw& draw) {
  static const std::array usual = {"*"s, "a"s, "?"s, "k*"s, "*y"s, "k?y"s, "[a-b]"s, "[^a]"s, "key:*"s, "**"s, ""s};
  // No bytes beyond ASCII: in sets Redis compares them by what sign a char has on the machine.
  static const std::array pieces = {"*"s, "?"s, "["s, "]"s, "^"s,  "-"s,     "\\"s, "a"s,
                                    "b"s, "k"s, "y"s, "*"s, "\0"s, "[a-c]"s, "\\*"s};
  if (!draw.once_in(3)) return draw.one_of(usual);
  std::string pattern;
  for (std::size_t left = draw.below(8); left > 0; --left) pattern += draw.one_of(pieces);
  return pattern;
}

std::string any_unknown_name(Draw& draw) {
  static const std::array names = {"foo"s,  "GETT"s,     "SE"s,   ""s,   "set "s,    " get"s, "g\0et"s, "get\r\n"s,
                                   "\xff"s, "'quoted'"s, "%s%n"s, "-1"s, "FOO BAR"s, "a\tb"s, "+OK"s};
  return draw.once_in(6) ? std::string(100 + draw.below(60), 'x') : draw.one_of(names);
}

namespace {

// From 1,000 seconds up to three years: two of them are a second apart, but once in a hundred million. Half a second is
// where TTL rounds.
std::string far_away(Draw& draw, TimeUnit unit, TimeBase base) {
  constexpr std::size_t year_2100 = 4'102'444'800;
  const std::size_t seconds = (base == TimeBase::epoch ? year_2100 : 1'000) + draw.below(100'000'000);
  const char* const fraction = draw.once_in(2) ? "000" : "500";
  return std::to_string(seconds) + (unit == TimeUnit::milliseconds ? fraction : "");
}

}  // namespace

std::string any_time(Draw& draw, TimeUnit unit, TimeBase base) {
  if (!draw.once_in(3)) return far_away(draw, unit, base);
  static const std::array over = {"0"s,
                                  "-1"s,
                                  "-1000"s,
                                  "-9223372036854775808"s,
                                  "-9223372036854775807"s,
                                  "-9223372036854775"s,
                                  "-9223372036854776"s};
  static const std::array past = {"1"s, "1000"s, "86400"s};
  static const std::array beyond = {"9223372036854775807"s, "9223372036854775806"s, "9223372036854775"s,
                                    "9223372036854776"s,    "9223372036854774"s,    "9223372036854775808"s,
                                    "9223370000000000000"s, "9223370000000000"s,    "4611686018427387904"s};
  static const std::array none = {""s,       " 5000"s, "+5000"s, "05000"s,  "5000 "s, "5e3"s,
                                  "5000.0"s, "abc"s,   "-0"s,    "5000\0"s, "NX"s};
  switch (draw.below(4)) {
    case 0:
      return draw.one_of(over);
    case 1:
      return draw.one_of(beyond);
    case 2:
      return draw.one_of(none);
    default:
      return base == TimeBase::epoch ? draw.one_of(past) : draw.one_of(over);
  }
}

std::string any_case(Draw& draw, std::string_view word) {
  std::string text(word);
  if (!draw.once_in(3)) return text;
  for (char& byte : text) {
    const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (is_letter && draw.once_in(2)) byte = static_cast<char>(byte ^ 0x20);
  }
  return text;
}

std::string any_stray_word(Draw& draw) {
  static const std::array words = {""s, "0"s, "-1"s, "abc"s, "9223372036854775808"s, "\xff\0"s, "a"s, "b"s};
  return draw.once_in(2) ? any_option_word(draw) : draw.one_of(words);
}

}  // namespace burrow::differential
