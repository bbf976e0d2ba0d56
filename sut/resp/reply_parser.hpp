// Decoding of replies that arrive piece by piece. The total work is proportional to the bytes fed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sut/resp/wire.hpp"

namespace burrow::resp {

// A reply as a client sees it.
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
  using Status = ParseStatus;

  Status status;
  Reply reply = {};      // complete
  std::size_t size = 0;  // complete: bytes that it took
};

// The reply at the head of `bytes`.
ParsedReply parse_reply(std::string_view bytes, const ReplyLimits& limits = {});

// Decodes one reply from bytes that the caller holds, and remembers how far it got.
class ReplyDecoder {
 public:
  using Status = ParsedReply::Status;

  explicit ReplyDecoder(const ReplyLimits& limits = {}) : limits_(limits) {}

  // `bytes` must begin with those of the call before. After `complete` take() the reply, after `malformed` give up.
  Status decode(std::string_view bytes);

  // The decoded reply and its size; the decoder is then ready for the next one.
  ParsedReply take();

 private:
  struct OpenArray {
    Reply reply;
    std::int64_t missing;
  };

  Status decode_element(std::string_view bytes);
  Status decode_line(std::string_view bytes);
  Status decode_bulk(std::string_view bytes);
  Status decode_array(std::string_view bytes);
  void close(Reply reply);

  ReplyLimits limits_;
  std::size_t at_ = 0;           // of the element being decoded
  std::size_t line_held_ = 0;    // bytes of its line that are known to hold no CR
  std::vector<OpenArray> open_;  // outermost first
  Reply reply_;
  bool complete_ = false;
};

}  // namespace burrow::resp
