#include "sim/cluster/client_connection.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace groundhog {

ClientConnection::ClientConnection(Engine& engine, seam::Runtime& runtime, const ClientProtocol& protocol, HostId node,
                                   seam::Address address, RandomKey ties, Owner& owner)
    : engine_(engine),
      runtime_(runtime),
      protocol_(protocol),
      node_(node),
      address_(std::move(address)),
      ties_(ties),
      owner_(owner) {}

ClientConnection::~ClientConnection() { engine_.cancel(timer_); }

EventHandle ClientConnection::schedule(Duration after, InlineAction action) {
  const std::uint64_t tie = ties_.next();
  return engine_.schedule(engine_.now() + after, tie, action);
}

void ClientConnection::open() {
  if (stream_ == nullptr) connect();
}

void ClientConnection::connect() {
  stream_ = runtime_.connect(address_, *this);
  id_ = ConnectionId{static_cast<std::uint64_t>(stream_->id())};
  timer_ = schedule(connect_timeout, [this] { reopen(); });
}

void ClientConnection::forget() {
  engine_.cancel(timer_);
  stream_.reset();
  connected_ = false;
  unsent_.clear();
  received_.clear();
  written_ = 0;
  commands_ = 0;
  replies_ = 0;
}

void ClientConnection::close() {
  if (stream_ != nullptr) stream_->abort();
  forget();
  backoff_ = backoff_min;
}

void ClientConnection::reopen() {
  if (stream_ != nullptr) stream_->abort();
  forget();
  retry_later();
}

void ClientConnection::retry_later() {
  timer_ = schedule(backoff_, [this] { connect(); });
  backoff_ = std::min(2 * backoff_, backoff_max);
}

void ClientConnection::cut() {
  forget();
  retry_later();
  owner_.on_cut(*this);
}

std::string ClientConnection::encoded(std::span<const std::string> arguments, std::optional<std::uint64_t> line) const {
  if (line) {
    if (auto spelled = protocol_.encode_inline(arguments, *line)) return *std::move(spelled);
  }
  return protocol_.encode(arguments);
}

ClientConnection::Request ClientConnection::prepare(std::span<const std::string> arguments,
                                                    std::optional<std::uint64_t> line) {
  SEAM_ASSERT(connected_);
  const std::string request = encoded(arguments, line);
  unsent_ += request;
  written_ += request.size();
  const std::uint64_t unanswered = commands_ - replies_;
  return {.command = ++commands_, .end = written_, .unanswered = unanswered};
}

void ClientConnection::transmit() {
  if (unsent_.empty()) return;
  const std::size_t accepted = stream_->write(unsent_);
  unsent_.erase(0, accepted);
}

void ClientConnection::on_connected() {
  engine_.cancel(timer_);
  connected_ = true;
  backoff_ = backoff_min;
  owner_.on_connected(*this);
}

// Data queued before a FIN or RST is still readable. It is handed over as from a connection that is over, or a reply
// would have the owner send its next request into it.
void ClientConnection::end() {
  const ConnectionId before = id_;
  connected_ = false;
  hand_over_replies();
  if (stream_ != nullptr && id_ == before) cut();
}

void ClientConnection::on_error(seam::StreamError) {
  if (connected_) read_all();
  end();
}

void ClientConnection::on_readable() {
  if (read_all()) return end();
  hand_over_replies();
}

// True at end-of-stream. An error comes through on_error().
bool ClientConnection::read_all() {
  std::array<char, 4096> buffer;
  while (true) {
    const seam::ReadResult result = stream_->read(buffer);
    if (result.status == seam::ReadStatus::end_of_stream) return true;
    if (result.status != seam::ReadStatus::data) return false;
    received_.append(buffer.data(), result.bytes);
  }
}

void ClientConnection::hand_over_replies() {
  std::size_t begin = 0;
  while (begin < received_.size()) {
    const auto parsed = protocol_.first_reply(std::string_view(received_).substr(begin), storage_);
    if (!parsed) break;
    begin += parsed->size_bytes;
    if (replies_ == commands_) {  // no command's: the node says why it is about to close
      SEAM_ASSERT(parsed->reply.kind == ReplyKind::error);
      continue;
    }
    ++replies_;
    owner_.on_reply(*this, parsed->reply);
    if (received_.empty()) return;  // the owner closed it
  }
  received_.erase(0, begin);
}

}  // namespace groundhog
