#include "sut/server/client_connection.hpp"

#include <array>
#include <utility>

namespace burrow {

namespace {

constexpr std::size_t read_chunk_bytes = 16 * 1024;
// What a client may send behind a command that waits.
constexpr std::size_t read_ahead_bytes = 64 * 1024;

// A turn is over after so many bytes in and out; a command counts as this many on top, and each entry that it names or
// visits as so many more.
constexpr std::size_t turn_bytes = 256 * 1024;
constexpr std::size_t command_cost_bytes = 1024;
constexpr std::size_t entry_cost_bytes = 64;

// A buffer that has been larger goes back to the allocator when it is empty.
constexpr std::size_t idle_capacity_bytes = 256 * 1024;

// A close with unread input would be a reset, and the peer might lose our last reply to it. So what comes in late is
// read, up to a bound.
constexpr seam::Duration linger_time = std::chrono::seconds(1);
constexpr std::size_t linger_bytes = 1024 * 1024;

resp::RequestLimits request_limits(const NodeOptions& options) {
  return {.max_bulk_bytes = static_cast<std::int64_t>(options.max_argument_bytes),
          .max_request_bytes = options.client_query_bytes};
}

// Enough for AUTH and HELLO: a stranger does not get to fill our memory.
constexpr resp::RequestLimits stranger_limits{.max_arguments = 10,
                                              .max_bulk_bytes = 16 * 1024,
                                              .max_inline_bytes = 16 * 1024,
                                              .max_request_bytes = 64 * 1024,
                                              .are_of_a_stranger = true};

}  // namespace

std::string_view to_string(ClientEnd end) {
  constexpr std::string_view names[] = {"closed",
                                        "refused",
                                        "protocol error",
                                        "speaks HTTP",
                                        "client-output-limit",
                                        "client-output-timeout",
                                        "client-idle-timeout"};
  return names[static_cast<std::size_t>(end)];
}

ClientConnection::ClientConnection(seam::Runtime& runtime, const NodeOptions& options, Owner& owner,
                                   std::unique_ptr<seam::Stream> stream)
    : runtime_(runtime),
      options_(options),
      owner_(owner),
      session_{.id = stream->id(), .peer = stream->peer(), .authenticated = options.password.empty()},
      parser_(stranger_limits),
      writer_(output_, options.client_output_limit_bytes),
      stream_(std::move(stream)) {
  open_limits();
  if (options_.client_idle_timeout > seam::Duration::zero()) {
    note_activity();
    watch_idleness();
  }
  stream_->subscribe(*this);
}

void ClientConnection::unblock() {
  blocked_ = false;
  if (!resting_) proceed();
}

void ClientConnection::put_on_trial(seam::Duration time, std::string_view error) {
  on_trial_ = true;
  takes_a_place_ = false;
  trial_timer_ = runtime_.start_timer(time, [this, error] { dismiss(error); });
}

void ClientConnection::admit() {
  on_trial_ = false;
  takes_a_place_ = true;
  trial_timer_ = {};
}

void ClientConnection::dismiss(std::string_view error) {
  on_trial_ = false;
  writer_.error(error);
  finish(ClientEnd::refused);
  proceed();
}

void ClientConnection::drain() {
  draining_ = true;
  if (!lingering_ && !resting_) proceed();
}

ClientConnection::Released ClientConnection::release() { return {std::move(stream_), std::string(parser_.rest())}; }

void ClientConnection::take_turn() {
  if (lingering_) return discard_input();
  if (!resting_) proceed();
}

void ClientConnection::proceed() {
  turn_cost_ = 0;
  for (;;) {
    const Progress commands = run_commands();
    if (commands == Progress::gone) return;
    flush();
    if (writer_.overflowed()) return owner_.on_client_closed(*this, ClientEnd::output_limit);
    if (finishing_ && !has_unsent_replies()) return linger();
    if (is_turn_over()) {
      resting_ = true;
      turn_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] {
        resting_ = false;
        proceed();
      });
      return;
    }
    // A blocked client is read on, up to a bound, so that a break is noticed; a clogged one is not.
    const bool reads_ahead = blocked_ && !input_ended_ && parser_.buffered_bytes() < read_ahead_bytes;
    if (commands == Progress::waiting && !reads_ahead) return;
    const Input input = read_more();
    if (input == Input::broken) return owner_.on_client_closed(*this, end_);
    if (input == Input::ended) input_ended_ = true;
    if (input == Input::more) continue;
    // It may have finished writing only, and still read: what it has asked is answered.
    const bool is_last = (draining_ || input_ended_) && !blocked_;
    if (!is_last) return;
    finish(ClientEnd::closed);
  }
}

bool ClientConnection::is_turn_over() const { return turn_cost_ >= turn_bytes; }

// finished: all that was read has run. waiting: something else must happen first.
ClientConnection::Progress ClientConnection::run_commands() {
  for (;;) {
    if (blocked_ || finishing_ || is_turn_over() || writer_.overflowed()) return Progress::waiting;
    if (is_clogged()) {
      flush();
      if (is_clogged()) return Progress::waiting;
    }
    const resp::RequestParser::Result request = parser_.next();
    if (request.status == resp::RequestParser::Status::need_more) return Progress::finished;
    if (request.status == resp::RequestParser::Status::protocol_error) {
      writer_.error(request.error);
      finish(ClientEnd::protocol_error);
      return Progress::waiting;
    }
    if (run(request.arguments) == Progress::gone) return Progress::gone;
  }
}

ClientConnection::Progress ClientConnection::run(std::span<const std::string_view> arguments) {
  ++commands_;
  const std::size_t before = output_.size();
  const Disposition disposition = owner_.on_command(*this, arguments);
  if (disposition == Disposition::adopted) return Progress::gone;
  note_activity();
  const std::size_t entries = arguments.size() + std::exchange(session_.visited, 0);
  turn_cost_ += command_cost_bytes + entries * entry_cost_bytes + output_.size() - before;
  blocked_ = disposition == Disposition::blocked;
  if (disposition == Disposition::hostile) finish(ClientEnd::web_page);
  if (session_.closing) finish(ClientEnd::closed);
  if (session_.authenticated != limits_are_open_) open_limits();
  return Progress::finished;
}

ClientConnection::Input ClientConnection::read_more() {
  std::array<char, read_chunk_bytes> chunk;  // NOLINT: filled by read()
  const seam::ReadResult result = stream_->read(chunk);
  switch (result.status) {
    case seam::ReadStatus::data:
      note_activity();
      turn_cost_ += result.bytes;
      parser_.feed({chunk.data(), result.bytes});
      return Input::more;
    case seam::ReadStatus::would_block:
      return Input::none_now;
    case seam::ReadStatus::end_of_stream:
      return Input::ended;
    case seam::ReadStatus::error:
      return Input::broken;
  }
  return Input::broken;
}

void ClientConnection::flush() {
  if (!has_unsent_replies()) return;
  const std::size_t accepted = stream_->write(std::string_view(output_).substr(written_));
  if (accepted > 0) note_activity();
  written_ += accepted;
  watch_output(accepted > 0);
  if (has_unsent_replies()) {
    // Moves bytes only when more were written than are left, so that each is paid for once.
    if (written_ < output_.size() / 2) return;
    output_.erase(0, written_);
  } else {
    output_.clear();
    if (output_.capacity() > idle_capacity_bytes) output_.shrink_to_fit();
  }
  written_ = 0;
}

// Begins when replies wait, and again whenever some of them have left.
void ClientConnection::watch_output(bool moved) {
  if (options_.client_output_timeout <= seam::Duration::zero()) return;
  const bool waits = has_unsent_replies();
  if (waits && watches_output_ && !moved) return;
  watches_output_ = waits;
  output_timer_ =
      waits ? runtime_.start_timer(options_.client_output_timeout, [this] { on_output_stands(); }) : seam::Timer();
}

// A stream says that there is room when there is much; a slow reader makes a little.
void ClientConnection::on_output_stands() {
  const std::size_t before = unsent_bytes();
  flush();
  if (unsent_bytes() == before) return owner_.on_client_closed(*this, ClientEnd::output_timeout);
  if (!resting_) proceed();
}

void ClientConnection::finish(ClientEnd end) {
  finishing_ = true;
  end_ = end;
}

void ClientConnection::linger() {
  if (input_ended_) return owner_.on_client_closed(*this, end_);
  lingering_ = true;
  stream_->shutdown_write();
  linger_timer_ = runtime_.start_timer(linger_time, [this] { owner_.on_client_closed(*this, end_); });
  discard_input();
}

void ClientConnection::discard_input() {
  std::array<char, read_chunk_bytes> chunk;  // NOLINT: filled by read()
  while (discarded_bytes_ < linger_bytes) {
    const seam::ReadResult result = stream_->read(chunk);
    if (result.status == seam::ReadStatus::would_block) return;
    if (result.status != seam::ReadStatus::data) break;
    discarded_bytes_ += result.bytes;
  }
  owner_.on_client_closed(*this, end_);
}

void ClientConnection::open_limits() {
  limits_are_open_ = session_.authenticated;
  parser_.set_limits(limits_are_open_ ? request_limits(options_) : stranger_limits);
}

void ClientConnection::note_activity() {
  if (options_.client_idle_timeout > seam::Duration::zero()) last_activity_ = runtime_.monotonic_now();
}

// The timer is not moved with every byte: it looks again when it has fired.
void ClientConnection::watch_idleness() {
  const seam::MonotonicTime now = runtime_.monotonic_now();
  if (blocked_ || resting_) last_activity_ = now;  // it waits for us
  const seam::Duration left = last_activity_ + options_.client_idle_timeout - now;
  if (left <= seam::Duration::zero()) return owner_.on_client_closed(*this, ClientEnd::idle);
  idle_timer_ = runtime_.start_timer(left, [this] { watch_idleness(); });
}

}  // namespace burrow
