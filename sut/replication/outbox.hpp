// What a node still has to write to one connection. Heartbeats go ahead of data frames that have not begun, and no
// frame is ever interrupted by another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "sut/runtime/stream.hpp"

namespace burrow {

class Outbox {
 public:
  void push_heartbeat(std::string frame);
  void push(std::string frame);

  // Writes as much as the stream takes. True if all of it went.
  bool flush(Stream& stream);

  std::size_t unsent_bytes() const { return unsent_bytes_; }
  std::size_t unsent_heartbeat_bytes() const { return unsent_heartbeat_bytes_; }
  // How many frames, heartbeats not counted, have been written at least in part.
  std::uint64_t frames_begun() const { return frames_begun_; }

 private:
  bool next_frame();

  std::deque<std::string> heartbeats_;
  std::deque<std::string> frames_;
  std::string current_;      // the frame being written
  std::size_t written_ = 0;  // of current_
  std::size_t unsent_bytes_ = 0;
  std::size_t unsent_heartbeat_bytes_ = 0;  // queued ones, not the current frame
  std::uint64_t frames_begun_ = 0;
};

}  // namespace burrow
