// Cuts a byte stream into frames. Frames are handed out only when complete; a torn one at the end of a connection is
// never seen, and one that is too large or has no known tag is turned down as soon as its head says so.
//
// The work is linear in the bytes that arrive, however they are cut; what a large frame took is given back behind it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sut/replication/frame.hpp"
#include "sut/resp/array_frame.hpp"

namespace burrow {

class FrameReader {
 public:
  enum class Status : std::uint8_t {
    frame,
    incomplete,
    damaged,
    oversized,  // beyond the limit: the peer has other settings, or bad manners
  };

  explicit FrameReader(std::size_t max_frame_bytes);

  void append(std::string_view bytes);

  // Advances to the next frame. After `damaged` or `oversized` the reader is of no further use.
  Status next();

  // The frame that next() found; valid until the next call of append() or next().
  const FrameView& frame() const { return *frame_; }

  // The type of the frame that has begun but is not complete, if that much of it is here.
  std::optional<FrameType> begun() const;

  // What it holds on to, for the frame at hand and for later ones.
  std::size_t reserved_bytes() const;

 private:
  void give_back();
  bool decode(std::string_view bytes);

  std::size_t max_frame_bytes_;
  resp::ArrayFrameScanner scanner_;
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::vector<std::string_view> elements_;
  std::optional<FrameView> frame_;
};

}  // namespace burrow
