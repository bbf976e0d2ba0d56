#include "sut/server/client_connection.hpp"

#include <array>
#include <utility>

namespace burrow {

namespace {

constexpr std::size_t read_chunk_bytes = 16 * 1024;
// What a client may send behind a command that waits.
constexpr std::size_t read_ahead_bytes = 64 * 1024;

resp::RequestLimits request_limits(const NodeOptions& options) {
  return {.max_bulk_bytes = static_cast<std::int64_t>(options.max_argument_bytes)};
}

}  // namespace

ClientConnection::ClientConnection(const NodeOptions& options, Host& host, std::unique_ptr<Stream> stream)
    : options_(options), host_(host), id_(stream->id()), parser_(request_limits(options)), stream_(std::move(stream)) {
  stream_->subscribe(*this);
}

void ClientConnection::unblock() {
  blocked_ = false;
  proceed();
}

ClientConnection::Released ClientConnection::release() { return {std::move(stream_), std::string(parser_.rest())}; }

void ClientConnection::on_readable() { proceed(); }

void ClientConnection::on_writable() { proceed(); }

void ClientConnection::proceed() {
  for (;;) {
    const Progress commands = run_commands();
    if (commands == Progress::gone) return;
    flush();
    const bool replied_all = written_ == output_.size();
    if (finishing_ && replied_all) return host_.on_client_closed(*this);
    // A blocked client is read on, up to a bound, so that its end is noticed; a clogged one is not.
    const bool reads_ahead = blocked_ && parser_.buffered_bytes() < read_ahead_bytes;
    if (commands == Progress::waiting && !reads_ahead) return;
    const Progress input = read_more();
    if (input == Progress::waiting) return;
    if (input == Progress::finished) continue;
    if (blocked_ || written_ == output_.size()) return host_.on_client_closed(*this);
    finishing_ = true;  // it may have finished writing only, and still read
  }
}

// finished: all that was read has run. waiting: something else must happen first.
ClientConnection::Progress ClientConnection::run_commands() {
  for (;;) {
    if (blocked_ || finishing_) return Progress::waiting;
    if (is_clogged()) {
      flush();
      if (is_clogged()) return Progress::waiting;
    }
    const resp::RequestParser::Result request = parser_.next();
    if (request.status == resp::RequestParser::Status::need_more) return Progress::finished;
    if (request.status == resp::RequestParser::Status::protocol_error) {
      writer_.error(request.error);
      finishing_ = true;
      return Progress::waiting;
    }
    ++commands_;
    switch (host_.on_command(*this, request.arguments)) {
      case Disposition::replied:
        break;
      case Disposition::blocked:
        blocked_ = true;
        break;
      case Disposition::close:
        finishing_ = true;
        break;
      case Disposition::adopted:
        return Progress::gone;
    }
  }
}

// finished: there is new input. waiting: none now. gone: there will be none.
ClientConnection::Progress ClientConnection::read_more() {
  std::array<char, read_chunk_bytes> chunk;  // NOLINT: filled by read()
  const ReadResult result = stream_->read(chunk);
  switch (result.status) {
    case ReadStatus::data:
      parser_.feed({chunk.data(), result.bytes});
      return Progress::finished;
    case ReadStatus::would_block:
      return Progress::waiting;
    case ReadStatus::end_of_stream:
    case ReadStatus::error:
      return Progress::gone;
  }
  return Progress::gone;
}

void ClientConnection::flush() {
  if (written_ == output_.size()) return;
  written_ += stream_->write(std::string_view(output_).substr(written_));
  if (written_ < output_.size()) return;
  output_.clear();
  written_ = 0;
}

}  // namespace burrow
