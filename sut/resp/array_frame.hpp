// Looks at RESP arrays of bulk strings where they lie, without copying: for the framing of replication and for
// dissectors.
//
// The work is proportional to the number of elements, not of bytes: a bulk string is skipped by its length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sut/resp/wire.hpp"

namespace burrow::resp {

struct FrameScan {
  ParseStatus status;
  std::size_t size =
      0;  // complete: bytes of the whole frame, "*" to the last CR LF; incomplete: it has so many at least
};

struct FrameLimits {
  std::int64_t max_elements = 1024 * 1024;
  std::int64_t max_bulk_bytes = 512 * 1024 * 1024;
};

// The array of bulk strings at the head of `bytes`. A null bulk string or an array of anything else is malformed.
FrameScan array_frame_size(std::string_view bytes, const FrameLimits& limits = {});

// The same for a frame that arrives in pieces: remembers the elements that it has passed, so that the work over all
// pieces is what one look at the whole frame costs.
class ArrayFrameScanner {
 public:
  explicit ArrayFrameScanner(const FrameLimits& limits) : limits_(limits) {}

  // `bytes` must begin with what the last call was given. After `complete` or `malformed` the next call begins again.
  FrameScan scan(std::string_view bytes);

 private:
  FrameScan advance(std::string_view bytes);

  FrameLimits limits_;
  std::size_t at_ = 0;          // behind the last whole element
  std::int64_t remaining_ = 0;  // elements from there on
};

// Walks the bulk strings of one complete frame: `while (cursor.next(element))`. Views point into the frame.
class BulkCursor {
 public:
  // `frame` must begin with a frame that array_frame_size() called complete.
  explicit BulkCursor(std::string_view frame);

  // False when no element is left; `element` is then untouched.
  bool next(std::string_view& element);

  std::size_t remaining() const { return remaining_; }

 private:
  std::string_view rest_;
  std::size_t remaining_ = 0;
};

}  // namespace burrow::resp
