#include "sut/replication/outbox.hpp"

#include <string_view>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace burrow {

void Outbox::push_heartbeat(std::string frame) {
  unsent_bytes_ += frame.size();
  unsent_heartbeat_bytes_ += frame.size();
  heartbeats_.push_back(std::move(frame));
}

void Outbox::push(std::string frame) {
  unsent_bytes_ += frame.size();
  frames_.push_back({std::move(frame), false});
}

void Outbox::push_ping_in_turn(std::string frame) {
  unsent_bytes_ += frame.size();
  frames_.push_back({std::move(frame), true});
}

void Outbox::push_preamble(std::string_view bytes) {
  SEAM_ASSERT(unsent_bytes_ == 0 && frames_begun_ == 0);
  current_ = bytes;
  written_ = 0;
  unsent_bytes_ = bytes.size();
}

bool Outbox::flush(seam::Stream& stream) {
  while (next_frame()) {
    const std::string_view rest = std::string_view(current_).substr(written_);
    const std::size_t accepted = stream.write(rest);
    written_ += accepted;
    written_bytes_ += accepted;
    unsent_bytes_ -= accepted;
    if (accepted < rest.size()) return false;
  }
  return true;
}

bool Outbox::next_frame() {
  if (written_ < current_.size()) return true;
  written_ = 0;
  current_.clear();
  if (!heartbeats_.empty()) {
    current_ = std::move(heartbeats_.front());
    heartbeats_.pop_front();
    unsent_heartbeat_bytes_ -= current_.size();
    return true;
  }
  if (frames_.empty()) return false;
  if (!frames_.front().is_ping) ++frames_begun_;
  current_ = std::move(frames_.front().bytes);
  frames_.pop_front();
  return true;
}

}  // namespace burrow
