// One connection of the register system: whole lines in, whole lines out.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sut/runtime/runtime.hpp"

namespace groundhog::test {

class LineStream final : private seam::StreamEvents {
 public:
  using OnLine = std::function<void(LineStream&, std::string_view line)>;
  using OnOpen = std::function<void(LineStream&)>;

  LineStream(std::unique_ptr<seam::Stream> accepted, OnLine on_line) : on_line_(std::move(on_line)), open_(true) {
    stream_ = std::move(accepted);
    stream_->subscribe(*this);
  }
  LineStream(seam::Runtime& runtime, const seam::Address& to, OnOpen on_open, OnLine on_line)
      : on_open_(std::move(on_open)), on_line_(std::move(on_line)) {
    stream_ = runtime.connect(to, *this);
  }

  bool closed() const { return stream_ == nullptr; }
  bool open() const { return open_ && !closed(); }
  std::uint64_t id() const { return static_cast<std::uint64_t>(stream_->id()); }
  std::uint64_t lines_received() const { return lines_received_; }

  void send(std::string_view line) {
    if (closed()) return;
    unsent_ += line;
    unsent_ += '\n';
    flush();
  }
  void close() {
    stream_.reset();
    open_ = false;
  }

  bool is_replica = false;

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
      hand_over_lines();
    }
  }
  void hand_over_lines() {
    for (auto end = received_.find('\n'); end != std::string::npos && !closed(); end = received_.find('\n')) {
      const std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      ++lines_received_;
      on_line_(*this, line);
    }
  }

  OnOpen on_open_;
  OnLine on_line_;
  std::unique_ptr<seam::Stream> stream_;
  bool open_ = false;
  std::string unsent_;
  std::string received_;
  std::uint64_t lines_received_ = 0;
};

}  // namespace groundhog::test
