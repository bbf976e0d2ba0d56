// Replies as a client sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace burrow::resp {

struct Reply {
  enum class Kind : std::uint8_t { nil, status, error, integer, text, array };

  Kind kind = Kind::nil;
  std::string text;             // status, error, text
  std::int64_t integer = 0;     // integer
  std::vector<Reply> elements;  // array

  friend bool operator==(const Reply&, const Reply&) = default;
};

struct ReplyLimits {
  std::int64_t max_elements = 1024 * 1024;  // of one array
  std::int64_t max_bulk_bytes = 512 * 1024 * 1024;
  std::size_t max_line_bytes = 64 * 1024;
  std::size_t max_depth = 32;  // of nested arrays
};

struct ParsedReply {
  enum class Status : std::uint8_t { complete, incomplete, malformed };

  Status status;
  Reply reply = {};      // complete
  std::size_t size = 0;  // complete: bytes that it took
};

// The reply at the head of `bytes`.
ParsedReply parse_reply(std::string_view bytes, const ReplyLimits& limits = {});

}  // namespace burrow::resp
