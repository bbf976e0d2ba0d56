// Cuts a byte stream into frames. Frames are handed out only when complete; a torn one at the end of a connection is
// never seen.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sut/replication/frame.hpp"

namespace burrow {

class FrameReader {
 public:
  enum class Status : std::uint8_t { frame, incomplete, damaged };

  explicit FrameReader(std::size_t max_frame_bytes) : max_frame_bytes_(max_frame_bytes) {}

  void append(std::string_view bytes);

  // Advances to the next frame. After `damaged` the reader is of no further use.
  Status next();

  // The frame that next() found; valid until the next call of append() or next().
  const FrameView& frame() const { return *frame_; }

  // The type of the frame that has begun but is not complete, if that much of it is here.
  std::optional<FrameType> begun() const;

 private:
  bool decode(std::string_view bytes);

  std::size_t max_frame_bytes_;
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::vector<std::string_view> elements_;
  std::optional<FrameView> frame_;
};

}  // namespace burrow
