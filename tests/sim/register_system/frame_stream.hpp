// One connection of the register system: whole frames in, whole frames out.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sut/runtime/runtime.hpp"
#include "tests/sim/register_system/frames.hpp"

namespace groundhog::test {

class FrameStream final : private seam::StreamEvents {
 public:
  using Words = std::vector<std::string>;
  using OnFrame = std::function<void(FrameStream&, const Words& words)>;
  using OnOpen = std::function<void(FrameStream&)>;

  FrameStream(std::unique_ptr<seam::Stream> accepted, OnFrame on_frame) : on_frame_(std::move(on_frame)), open_(true) {
    stream_ = std::move(accepted);
    stream_->subscribe(*this);
  }
  FrameStream(seam::Runtime& runtime, const seam::Address& to, OnOpen on_open, OnFrame on_frame)
      : on_open_(std::move(on_open)), on_frame_(std::move(on_frame)) {
    stream_ = runtime.connect(to, *this);
  }

  bool closed() const { return stream_ == nullptr; }
  bool open() const { return open_ && !closed(); }
  std::uint64_t id() const { return static_cast<std::uint64_t>(stream_->id()); }
  std::uint64_t frames_received() const { return frames_received_; }

  void send(const Words& words) {
    if (closed()) return;
    unsent_ += encode_frame(words);
    flush();
  }
  void close() {
    stream_.reset();
    open_ = false;
  }

  bool is_follower = false;

 private:
  void flush() { unsent_.erase(0, stream_->write(unsent_)); }

  void on_connected() override {
    open_ = true;
    on_open_(*this);
  }
  void on_writable() override { flush(); }
  void on_error(seam::StreamError) override { close(); }
  void on_readable() override {
    std::array<char, 512> buffer;
    while (!closed()) {
      const seam::ReadResult result = stream_->read(buffer);
      if (result.status == seam::ReadStatus::end_of_stream) return close();
      if (result.status != seam::ReadStatus::data) return;
      received_.append(buffer.data(), result.bytes);
      hand_over_frames();
    }
  }
  void hand_over_frames() {
    while (!closed()) {
      const auto frame = first_register_frame(received_);
      if (!frame) return;
      const Words words(frame->words.begin(), frame->words.end());
      received_.erase(0, frame->size_bytes);
      ++frames_received_;
      if (!words.empty()) on_frame_(*this, words);
    }
  }

  OnOpen on_open_;
  OnFrame on_frame_;
  std::unique_ptr<seam::Stream> stream_;
  bool open_ = false;
  std::string unsent_;
  std::string received_;
  std::uint64_t frames_received_ = 0;
};

}  // namespace groundhog::test
