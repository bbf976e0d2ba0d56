// The line that starts a RESP element: a type byte, a decimal count, CR LF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace burrow::resp {

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

}  // namespace burrow::resp
