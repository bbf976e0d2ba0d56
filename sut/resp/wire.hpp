// The pieces that RESP is made of: the terminator, headers of elements, decimal integers; and when a parser moves its
// buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace burrow::resp {

// Ends a line, and follows the bytes of a bulk string.
inline constexpr std::string_view terminator = "\r\n";

// The line that starts an element: a type byte, a decimal count, CR LF.
struct Header {
  enum class Status : std::uint8_t { complete, incomplete, malformed };

  Status status;
  std::int64_t value = 0;  // complete
  std::size_t size = 0;    // complete: bytes up to and including CR LF
};

// What a minus may stand before.
enum class Negative : std::uint8_t { null_only, any };

// Reads "<type><decimal>\r\n" at the head of `bytes`. Another type byte, a value beyond 18 digits, or below -1 where it
// may be null_only is malformed.
Header read_header(std::string_view bytes, char type, Negative negative = Negative::null_only);

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

}  // namespace burrow::resp
