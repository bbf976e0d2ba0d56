// One end of a byte stream that remembers what it heard. It knows the seam only, so that the same tests can run against
// every implementation of it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sut/runtime/runtime.hpp"

namespace groundhog::test {

class RecordingStream final : public seam::StreamEvents {
 public:
  // Called with "connected", "readable", "writable", "end", or the name of the error.
  using Listener = std::function<void(std::string_view event)>;

  explicit RecordingStream(Listener listener = [](std::string_view) {}) : listener_(std::move(listener)) {}

  void connect(seam::Runtime& runtime, const seam::Address& to) { stream_ = runtime.connect(to, *this); }
  void adopt(std::unique_ptr<seam::Stream> stream) {
    stream_ = std::move(stream);
    stream_->subscribe(*this);
  }

  bool reads = true;  // whether input is taken as it comes
  std::string received;
  std::vector<std::string> heard;

  bool has_heard(std::string_view event) const { return std::find(heard.begin(), heard.end(), event) != heard.end(); }
  seam::Stream& stream() { return *stream_; }
  bool has_stream() const { return stream_ != nullptr; }
  void close() { stream_.reset(); }
  std::size_t write(std::string_view bytes) { return stream_->write(bytes); }

  // Reads what there is, at most `limit` bytes; the status of the last read.
  seam::ReadStatus drain(std::size_t limit = static_cast<std::size_t>(-1)) {
    std::array<char, 4096> buffer{};
    while (limit > 0) {
      const auto result = stream_->read({buffer.data(), std::min(limit, buffer.size())});
      if (result.status != seam::ReadStatus::data) return result.status;
      received.append(buffer.data(), result.bytes);
      limit -= result.bytes;
    }
    return seam::ReadStatus::data;
  }

  void on_connected() override { hear("connected"); }
  void on_readable() override {
    hear("readable");
    if (stream_ == nullptr || !reads) return;
    if (drain() == seam::ReadStatus::end_of_stream) hear("end");
  }
  void on_writable() override { hear("writable"); }
  void on_error(seam::StreamError error) override { hear(to_string(error)); }

 private:
  void hear(std::string_view event) {
    heard.emplace_back(event);
    listener_(event);
  }

  Listener listener_;
  std::unique_ptr<seam::Stream> stream_;
};

}  // namespace groundhog::test
