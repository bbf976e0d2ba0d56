// The pieces that RESP2 is made of, read and written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace burrow::resp {

// Ends a line, and follows the bytes of a bulk string.
inline constexpr std::string_view terminator = "\r\n";

// Whether they begin with CR LF, as far as there are any.
constexpr bool may_be_terminator(std::string_view bytes) {
  if (bytes.empty()) return true;
  return bytes[0] == '\r' && (bytes.size() == 1 || bytes[1] == '\n');
}

// What the bytes at hand are.
enum class ParseStatus : std::uint8_t {
  complete,    // they begin with a whole one
  incomplete,  // a proper prefix of one
  malformed,   // no continuation makes one
};

// The line that starts an element: a type byte, a decimal count, CR LF.
struct Header {
  using Status = ParseStatus;

  Status status;
  std::int64_t value = 0;  // complete
  std::size_t size = 0;    // complete: bytes up to and including CR LF
};

// What a minus may stand before.
enum class Negative : std::uint8_t { null_only, any };

// Reads "<type><decimal>\r\n" at the head of `bytes`. Another type byte, a value beyond 18 digits, or below -1 where it
// may be null_only is malformed.
Header read_any_header(std::string_view bytes, char type, Negative negative);

inline Header read_header(std::string_view bytes, char type, Negative negative = Negative::null_only) {
  // Most elements are short: a number of one digit or two.
  const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
  const auto ends_at = [bytes](std::size_t at) { return bytes[at] == '\r' && bytes[at + 1] == '\n'; };
  if (bytes.size() >= 5 && bytes[0] == type && is_digit(bytes[1])) {
    if (ends_at(2)) return {ParseStatus::complete, bytes[1] - '0', 4};
    if (bytes[1] != '0' && is_digit(bytes[2]) && ends_at(3)) {
      return {ParseStatus::complete, (bytes[1] - '0') * 10 + (bytes[2] - '0'), 5};
    }
  }
  return read_any_header(bytes, type, negative);
}

// Strict, as Redis' string2ll: an optional '-', no '+', no spaces, no leading zeros, no "-0", within 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

void append_integer(std::string& out, std::int64_t value);

// Whether the consumed head of a buffer goes. Bytes are moved only when more were consumed than are left, so that each
// is paid for once, and not for a few.
constexpr bool is_worth_moving(std::size_t consumed_bytes, std::size_t held_bytes) {
  constexpr std::size_t floor_bytes = 4096;
  if (consumed_bytes == held_bytes) return true;
  return consumed_bytes >= floor_bytes && consumed_bytes > held_bytes / 2;
}

// ---- writing: everything is appended; nothing is flushed or framed twice
// ---------------------------------------------

// Appends replies to a string that it borrows. An array's header is followed by `count` elements, written one by one.
class ReplyWriter {
 public:
  // What would grow `out` beyond `limit_bytes` is left out, and so is everything behind it: see overflowed().
  explicit ReplyWriter(std::string& out, std::size_t limit_bytes = static_cast<std::size_t>(-1))
      : out_(out), limit_bytes_(limit_bytes) {}

  // One line. CR and LF, which would end the frame early, are replaced by spaces in an error, and are the caller's
  // mistake in a status.
  void status(std::string_view text);
  void error(std::string_view text);  // with its code: "ERR syntax error"
  void integer(std::int64_t value);
  void bulk(std::string_view bytes);
  void nil();
  void nil_array();
  void array(std::size_t count);
  // Elements that were encoded before.
  void encoded(std::string_view elements);

  // Replies are incomplete: what was written is of no use.
  bool overflowed() const { return overflowed_; }

  // Raw bytes appended so far, this writer's and earlier ones.
  std::size_t size() const { return out_.size(); }

 private:
  bool admits(std::size_t payload_bytes);

  std::string& out_;
  std::size_t limit_bytes_;
  bool overflowed_ = false;
};

// "$5\r\nhello\r\n"
void append_bulk(std::string& out, std::string_view bytes);
// "*2\r\n"
void append_array_header(std::string& out, std::size_t count);
// A request: an array of bulk strings, any bytes.
void append_request(std::string& out, std::span<const std::string_view> arguments);

}  // namespace burrow::resp
