#include "sut/replication/peer_connection.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sut/replication/announcements.hpp"
#include "sut/resp/wire.hpp"

namespace burrow {

namespace {

// An error line is for people, and short.
constexpr std::size_t longest_line = 512;

}  // namespace

UpstreamLogin::UpstreamLogin(std::string_view password) : answer_due_(!password.empty()) {
  if (password.empty()) return;
  resp::append_request(request_, std::array<std::string_view, 2>{"AUTH", password});
}

UpstreamLogin::Step UpstreamLogin::take(std::string_view& bytes) {
  if (bytes.empty()) return Step::more;
  const bool is_error = line_.empty() ? bytes.front() == '-' : line_.front() == '-';
  if (!answer_due_ && !is_error) return Step::through;
  if (!complete_line(bytes)) return Step::more;
  if (is_error || line_ != "+OK") return Step::refused;
  answer_due_ = false;
  line_.clear();
  return Step::accepted;
}

bool UpstreamLogin::complete_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::size_t taken = end == std::string_view::npos ? bytes.size() : end + 1;
  line_.append(bytes.substr(0, std::min(taken, longest_line - std::min(longest_line, line_.size()))));
  bytes.remove_prefix(taken);
  if (end == std::string_view::npos && line_.size() < longest_line) return false;
  while (!line_.empty() && (line_.back() == '\n' || line_.back() == '\r')) line_.pop_back();
  return true;
}

namespace {

constexpr std::size_t read_chunk_bytes = 16 * 1024;
// A fast peer leaves time for others: it continues in the next turn.
constexpr std::size_t read_turn_bytes = 256 * 1024;
// A peer that pings, or seems to be alive, without reading our heartbeats is not served for ever.
constexpr std::size_t heartbeat_backlog_bytes = 16 * 1024;
// A replica sends nothing but heartbeats.
constexpr std::size_t replica_frame_bytes = 64 * 1024;
// A replica counts the answer to its AUTH, too, which went out before its connection was one of replication.
constexpr std::uint64_t login_reply_bytes = std::string_view("+OK\r\n").size();

// Frames whose bytes are a sign of life of an upstream, complete or not.
bool is_state(FrameType type) {
  switch (type) {
    case FrameType::snapshot_part:
    case FrameType::snapshot_end:
    case FrameType::log_entry:
      return true;
    default:
      return false;
  }
}

LinkLoss loss_of(seam::StreamError error) {
  switch (error) {
    case seam::StreamError::refused:
      return LinkLoss::refused;
    case seam::StreamError::unreachable:
      return LinkLoss::unreachable;
    case seam::StreamError::timed_out:
      return LinkLoss::timed_out;
    case seam::StreamError::none:
    case seam::StreamError::reset:
      break;
  }
  return LinkLoss::reset;
}

}  // namespace

std::string_view to_string(LinkLoss loss) {
  constexpr std::string_view names[] = {"refused",
                                        "unreachable",
                                        "timed out",
                                        "reset",
                                        "end of stream",
                                        "declared down",
                                        "damaged frame",
                                        "frame beyond max-argument-bytes",
                                        "rejected by the peer",
                                        "cycle",
                                        "empty primary held off",
                                        "overrun"};
  return names[static_cast<std::size_t>(loss)];
}

PeerConnection::PeerConnection(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner,
                               std::uint32_t generation, const seam::Address& upstream)
    : runtime_(runtime),
      options_(options),
      owner_(owner),
      side_(Side::replica),
      reader_(options.max_frame_bytes),
      heartbeat_(generation),
      detector_(options.detector(), runtime.monotonic_now()),
      login_(options.upstream_password),
      last_evidence_(runtime.monotonic_now()),
      stream_(runtime.connect(upstream, *this)) {
  arm_window();
}

PeerConnection::PeerConnection(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner,
                               std::uint32_t generation, std::unique_ptr<seam::Stream> stream, std::string_view rest)
    : runtime_(runtime),
      options_(options),
      owner_(owner),
      side_(Side::primary),
      reader_(replica_frame_bytes),
      heartbeat_(generation),
      detector_(options.detector(), runtime.monotonic_now()),
      connected_(true),
      established_(true),
      received_sequence_(1),
      last_evidence_(runtime.monotonic_now()),
      stream_(std::move(stream)) {
  stream_->subscribe(*this);
  reader_.append(rest);
  received_bytes_ = rest.size();
  arm_window();
}

void PeerConnection::resume() {
  if (const auto loss = handle_frames()) return lose(*loss);
  ping();
}

void PeerConnection::flush() {
  if (connected_) outbox_.flush(*stream_);
}

void PeerConnection::ping() {
  if (!established_) return;
  // Heartbeats go ahead of frames that have not begun, so this is the last one written before it.
  const std::uint64_t last_sequence = outbox_.frames_begun();
  outbox_.push_heartbeat(encode(PingFrame{heartbeat_.next_nonce(), last_sequence, received_bytes_, owner_.chain()}));
  flush();
}

void PeerConnection::ping_in_turn() {
  if (!established_ || outbox_.ends_with_ping()) return;
  outbox_.push_ping_in_turn(
      encode(PingFrame{heartbeat_.next_nonce(), sent_sequence_, received_bytes_, owner_.chain()}));
  flush();
}

void PeerConnection::on_connected() {
  connected_ = true;
  detector_.restart(runtime_.monotonic_now());
  arm_window();
  if (login_->request().empty()) return enter();
  outbox_.push_preamble(login_->request());
  flush();
}

void PeerConnection::enter() {
  established_ = true;
  owner_.on_established();
  ping();
}

void PeerConnection::on_readable() {
  if (const auto loss = read_at_most(read_turn_bytes)) return lose(*loss);
}

void PeerConnection::on_writable() {
  flush();
  if (!has_room()) return;
  if (const auto loss = owner_.on_drained()) return lose(*loss);
}

void PeerConnection::on_error(seam::StreamError error) {
  // Frames that arrived whole before a reset still count, as they do for a plain socket.
  // No more of them come, so this ends.
  if (connected_ && error == seam::StreamError::reset) {
    constexpr auto all = static_cast<std::size_t>(-1);
    if (const auto loss = read_at_most(all); loss && *loss != LinkLoss::reset) return lose(*loss);
  }
  lose(loss_of(error));
}

std::optional<LinkLoss> PeerConnection::read_at_most(std::size_t bytes) {
  std::array<char, read_chunk_bytes> chunk;  // NOLINT: filled by read()
  for (std::size_t taken = 0; taken < bytes;) {
    const seam::ReadResult result = stream_->read(chunk);
    switch (result.status) {
      case seam::ReadStatus::data:
        break;
      case seam::ReadStatus::would_block:
        return std::nullopt;
      case seam::ReadStatus::end_of_stream:
        return LinkLoss::end_of_stream;
      case seam::ReadStatus::error:
        return LinkLoss::reset;
    }
    taken += result.bytes;
    received_bytes_ += result.bytes;
    std::string_view input(chunk.data(), result.bytes);
    if (const auto loss = pass_login(input)) return loss;
    reader_.append(input);
    if (const auto loss = handle_frames()) return loss;
    const auto begun = reader_.begun();
    if (side_ == Side::replica && begun && is_state(*begun)) note_evidence();
  }
  turn_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] { on_readable(); });
  return std::nullopt;
}

std::optional<LinkLoss> PeerConnection::pass_login(std::string_view& bytes) {
  while (login_) {
    switch (login_->take(bytes)) {
      case UpstreamLogin::Step::more:
        return std::nullopt;
      case UpstreamLogin::Step::accepted:
        enter();
        break;
      case UpstreamLogin::Step::refused:
        return LinkLoss::rejected;
      case UpstreamLogin::Step::through:
        login_.reset();
        break;
    }
  }
  return std::nullopt;
}

std::optional<LinkLoss> PeerConnection::handle_frames() {
  for (;;) {
    switch (reader_.next()) {
      case FrameReader::Status::incomplete:
        return std::nullopt;
      case FrameReader::Status::damaged:
        return LinkLoss::damaged;
      case FrameReader::Status::oversized:
        return LinkLoss::oversized;
      case FrameReader::Status::frame:
        break;
    }
    if (const auto loss = handle(reader_.frame())) return loss;
  }
}

std::optional<LinkLoss> PeerConnection::handle(const FrameView& frame) {
  if (frame.type() == FrameType::ping) {
    const auto ping = frame.ping();
    return ping ? handle_ping(*ping) : LinkLoss::damaged;
  }
  if (frame.type() == FrameType::pong) {
    const auto pong = frame.pong();
    if (!pong) return LinkLoss::damaged;
    if (!heartbeat_.is_own_pong(pong->nonce)) return std::nullopt;
    note_evidence();
    owner_.on_peer_applied(pong->applied);
    return std::nullopt;
  }
  if (const auto loss = check_sequence(frame)) return loss;
  if (side_ == Side::replica && is_state(frame.type())) note_evidence();
  return owner_.on_frame(frame);
}

std::optional<LinkLoss> PeerConnection::handle_ping(const PingFrame& ping) {
  // A frame was lost at the end of what the peer has sent so far.
  if (ping.last_sequence != received_sequence_) return LinkLoss::damaged;
  if (const auto loss = owner_.on_peer_chain(ping.chain)) return loss;
  // What was not sent cannot have been received: a higher count is no sign of progress.
  const std::uint64_t received = std::min(ping.received_bytes, outbox_.written_bytes() + login_reply_bytes);
  if (side_ == Side::primary && received > peer_received_bytes_) {
    peer_received_bytes_ = received;
    note_evidence();
  }
  if (outbox_.unsent_heartbeat_bytes() > heartbeat_backlog_bytes) return LinkLoss::overrun;
  outbox_.push_heartbeat(encode(PongFrame{ping.nonce, owner_.applied_for_pong()}));
  flush();
  return std::nullopt;
}

std::optional<LinkLoss> PeerConnection::check_sequence(const FrameView& frame) {
  const auto sequence = frame.sequence();
  if (!sequence || *sequence != received_sequence_ + 1) return LinkLoss::damaged;
  ++received_sequence_;
  return std::nullopt;
}

void PeerConnection::note_evidence() {
  detector_.evidence();
  last_evidence_ = runtime_.monotonic_now();
}

void PeerConnection::arm_window() {
  const seam::Duration left = detector_.window_end() - runtime_.monotonic_now();
  window_timer_ = runtime_.start_timer(left, [this] { on_window_end(); });
}

void PeerConnection::on_window_end() {
  // After a pause of this process the tick may run before the input that came in meanwhile: that is evidence, too.
  if (connected_) {
    if (const auto loss = read_at_most(read_turn_bytes)) return lose(*loss);
  }
  if (detector_.tick(runtime_.monotonic_now()) == FailureDetector::Verdict::down) {
    announce_down();
    return lose(LinkLoss::declared_down);
  }
  if (outbox_.unsent_heartbeat_bytes() > heartbeat_backlog_bytes) return lose(LinkLoss::overrun);
  arm_window();
  ping();
}

void PeerConnection::announce_down() {
  const std::string peer_name = to_string(peer());
  announce(runtime_, seam::Severity::warning, event::peer_declared_down,
           {{"connection", id()}, {"peer", peer_name}, {"misses", detector_.misses_in_a_row()}});
}

}  // namespace burrow
