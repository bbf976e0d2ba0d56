// Replies out of bytes that arrive piece by piece, for tests that are clients.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "sut/resp/reply_parser.hpp"
#include "sut/resp/wire.hpp"

namespace burrow::test {

class ReplyParser {
 public:
  explicit ReplyParser(const resp::ReplyLimits& limits = {}) : decoder_(limits) {}

  void feed(std::string_view bytes) {
    if (resp::is_worth_moving(begin_, buffer_.size())) buffer_.erase(0, std::exchange(begin_, 0));
    buffer_.append(bytes);
  }

  // The next reply. After `malformed` the connection is beyond repair, and every call reports it again.
  resp::ParsedReply next() {
    using Status = resp::ParsedReply::Status;
    if (malformed_) return {Status::malformed};
    const Status status = decoder_.decode(std::string_view(buffer_).substr(begin_));
    malformed_ = status == Status::malformed;
    if (status != Status::complete) return {status};
    resp::ParsedReply parsed = decoder_.take();
    begin_ += parsed.size;
    return parsed;
  }

  std::size_t buffered_bytes() const { return buffer_.size() - begin_; }

 private:
  resp::ReplyDecoder decoder_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of the reply being decoded
  bool malformed_ = false;
};

}  // namespace burrow::test
