// The line that starts a RESP element: a type byte, a decimal count, CR LF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace burrow::resp {

struct Header {
  enum class Status : std::uint8_t { complete, incomplete, malformed };

  Status status;
  std::int64_t value = 0;  // complete: from -1 (null) up
  std::size_t size = 0;    // complete: bytes up to and including CR LF
};

// Reads "<type><decimal>\r\n" at the head of `bytes`. Another type byte, a value below -1 or beyond 18 digits is
// malformed.
Header read_header(std::string_view bytes, char type);

}  // namespace burrow::resp
