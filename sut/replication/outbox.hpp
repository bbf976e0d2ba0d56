// What a node still has to write to one connection. Heartbeats go ahead of data frames that have not begun, but for a
// PING that asks about those very frames; and no frame is ever interrupted by another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "sut/runtime/stream.hpp"

namespace burrow {

class Outbox {
 public:
  void push_heartbeat(std::string frame);
  void push(std::string frame);
  // A PING that goes behind all frames pushed so far. The caller looks at ends_with_ping() first: two in a row would
  // ask the same.
  void push_ping_in_turn(std::string frame);
  bool ends_with_ping() const { return !frames_.empty() && frames_.back().is_ping; }
  // Bytes that are no frame, before the first one.
  void push_preamble(std::string_view bytes);

  // Writes as much as the stream takes. True if all of it went.
  bool flush(seam::Stream& stream);

  std::size_t unsent_bytes() const { return unsent_bytes_; }
  // What streams have taken so far.
  std::uint64_t written_bytes() const { return written_bytes_; }
  std::size_t unsent_heartbeat_bytes() const { return unsent_heartbeat_bytes_; }
  // How many frames, heartbeats not counted, have been written at least in part.
  std::uint64_t frames_begun() const { return frames_begun_; }

 private:
  struct Queued {
    std::string bytes;
    bool is_ping;
  };

  bool next_frame();

  std::deque<std::string> heartbeats_;
  std::deque<Queued> frames_;
  std::string current_;      // the frame being written
  std::size_t written_ = 0;  // of current_
  std::size_t unsent_bytes_ = 0;
  std::uint64_t written_bytes_ = 0;
  std::size_t unsent_heartbeat_bytes_ = 0;  // queued ones, not the current frame
  std::uint64_t frames_begun_ = 0;
};

}  // namespace burrow
