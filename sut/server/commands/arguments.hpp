// Arguments that several commands share: words, passwords, times to live, and the option words of SET and GETEX.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <tl/expected.hpp>

#include "sut/cache/deadline.hpp"
#include "sut/resp/wire.hpp"

namespace burrow {

// Words of the command language: comparison without case, and error texts (Redis 7.0's).

// ASCII only: a locale must not change what a command means.
constexpr char to_lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte; }

// `word` is lower case.
constexpr bool is_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char left, char right) { return to_lower(left) == right; });
}

// As much of a word as an error shows, as in Redis: up to a zero byte, and so many bytes.
constexpr std::string_view shown_word(std::string_view word, std::size_t most = std::string_view::npos) {
  return word.substr(0, std::min(most, word.find('\0')));
}

// Takes as long for a near miss as for a wild guess: the time shows nothing but the length of `given`.
inline bool is_secret(std::string_view given, std::string_view secret) {
  if (secret.empty()) return given.empty();
  unsigned difference = given.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i) {
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(secret[i % secret.size()]);
  }
  return difference == 0;
}

namespace error_text {

constexpr std::string_view syntax = "ERR syntax error";
constexpr std::string_view not_an_integer = "ERR value is not an integer or out of range";
constexpr std::string_view would_overflow = "ERR increment or decrement would overflow";
constexpr std::string_view too_long = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";
constexpr std::string_view out_of_memory = "OOM command not allowed when used memory > 'maxmemory'.";

}  // namespace error_text

}  // namespace burrow

namespace burrow::commands {

// There is one database, 0. nullopt: `text` names it; otherwise the error.
std::optional<std::string_view> why_no_database(std::string_view text);

// The time in SET … EX, EXPIRE and their kin: a 64-bit number, relative or absolute, in seconds or milliseconds.
struct ExpiryForm {
  enum class Base : std::uint8_t { relative, absolute };

  TtlUnit unit;
  Base base;
};

enum class ExpiryArgumentError : std::uint8_t {
  not_an_integer,
  invalid,  // it overflows, or is not positive where it has to be
};

using ParsedDeadline = tl::expected<ExpiryTime, ExpiryArgumentError>;

// Any number: EXPIRE with a negative one removes the key.
ParsedDeadline parse_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now);
// SET, SETEX and GETEX refuse zero and less, absolute ones included.
ParsedDeadline parse_positive_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now);

// `command` is the name in lower case.
void reply_error(resp::ReplyWriter& reply, ExpiryArgumentError error, std::string_view command);

// The option words of SET and GETEX.

struct ExpiryOption {
  ExpiryForm form;
  std::string_view amount;  // not looked at yet
};

struct StringOptions {
  enum class Condition : std::uint8_t { none, if_absent, if_present };

  Condition condition = Condition::none;    // SET: NX, XX
  bool keep_ttl = false;                    // SET: KEEPTTL
  bool return_old = false;                  // SET: GET
  bool persist = false;                     // GETEX: PERSIST
  std::optional<ExpiryOption> expiry = {};  // EX, PX, EXAT, PXAT; the last one of its kind counts
};

// nullopt is a syntax error: an unknown word, a missing time, or two options that exclude each other.
std::optional<StringOptions> parse_set_options(std::span<const std::string_view> words);
std::optional<StringOptions> parse_getex_options(std::span<const std::string_view> words);

}  // namespace burrow::commands
