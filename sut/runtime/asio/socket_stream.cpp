#include "sut/runtime/asio/socket_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace seam {
namespace {

constexpr std::uint32_t all_edges = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
constexpr std::uint32_t input_events = EPOLLIN | EPOLLRDHUP | EPOLLHUP;

StreamError stream_error(int error) {
  switch (error) {
    case ECONNREFUSED:
      return StreamError::refused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return StreamError::reset;
    case ETIMEDOUT:
      return StreamError::timed_out;
    default:
      return StreamError::unreachable;
  }
}

bool is_transient(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

template <class Value>
void set_option(int socket, int level, int name, const Value& value) {
  setsockopt(socket, level, name, &value, sizeof value);
}

// A peer that vanished without a word is noticed after about a quarter of an hour of silence, and no caller has to wait
// for anything meanwhile.
void keep_alive(int socket) {
  set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, 300);
}

// What went wrong since the last call; 0 if nothing did.
int take_socket_error(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

void set_buffer_sizes(int socket, const AsioRuntimeOptions& options) {
  if (options.send_buffer_bytes > 0) set_option(socket, SOL_SOCKET, SO_SNDBUF, options.send_buffer_bytes);
  if (options.receive_buffer_bytes > 0) set_option(socket, SOL_SOCKET, SO_RCVBUF, options.receive_buffer_bytes);
}

SocketStream::SocketStream(SocketServices& services, Address to, StreamEvents& events)
    : services_(services), id_(services.next_stream_id()), peer_(std::move(to)), events_(&events) {
  if (auto known = known_addresses(peer_); !known.empty()) {
    connect_to(std::move(known));
  } else {
    resolution_ = services_.names.resolve(peer_, [this](auto found) { connect_to(std::move(found)); });
  }
}

SocketStream::SocketStream(SocketServices& services, Descriptor socket, Address peer)
    : services_(services),
      id_(services.next_stream_id()),
      peer_(std::move(peer)),
      socket_(std::move(socket)),
      stage_(Stage::open) {
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  keep_alive(socket_.get());
  if (watch()) return;
  stage_ = Stage::over;
  error_ = StreamError::unreachable;
}

SocketStream::~SocketStream() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  note_silence();
  close();
}

bool SocketStream::watch() {
  key_ = services_.readiness.add(socket_.get(), all_edges, *this);
  return key_ != Readiness::Key::none;
}

void SocketStream::close() {
  if (!socket_.is_open()) return;
  services_.readiness.remove(socket_.get(), std::exchange(key_, Readiness::Key::none));
  socket_.close();
}

// ---- connecting ---------------------------------------------------------------------------------------------------

void SocketStream::connect_to(std::vector<SocketAddress> candidates) {
  candidates_ = std::move(candidates);
  if (const auto silent = services_.silences.find(peer_.host);
      silent != services_.silences.end() && !candidates_.empty()) {
    const std::size_t first = silent->second % candidates_.size();
    std::rotate(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(first), candidates_.end());
  }
  std::reverse(candidates_.begin(), candidates_.end());
  if (!try_next_candidate()) fail_soon(last_refusal_);
}

// False if there is none left.
bool SocketStream::try_next_candidate() {
  close();
  while (!candidates_.empty()) {
    const SocketAddress candidate = candidates_.back();
    candidates_.pop_back();
    if (start_connect(candidate)) return true;
    last_refusal_ = stream_error(errno);
    close();
  }
  return false;
}

bool SocketStream::start_connect(const SocketAddress& candidate) {
  socket_ = Descriptor(::socket(candidate.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket_.is_open()) return false;
  set_buffer_sizes(socket_.get(), services_.options);
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  if (::connect(socket_.get(), candidate.data(), candidate.size) != 0 && errno != EINPROGRESS) return false;
  return watch();
}

// True if the connection stands and this stream still exists.
bool SocketStream::finish_connect() {
  if (const int error = take_socket_error(socket_.get()); error != 0) {
    last_refusal_ = stream_error(error);
    if (!try_next_candidate()) fail(last_refusal_);
    return false;
  }
  candidates_.clear();
  stage_ = Stage::open;
  if (finished_) ::shutdown(socket_.get(), SHUT_WR);
  return call([this] { events_->on_connected(); });
}

// It is given up while an address is being tried.
void SocketStream::note_silence() {
  if (stage_ == Stage::connecting && socket_.is_open()) ++services_.silences[peer_.host];
}

void SocketStream::fail(StreamError error) {
  error_ = error;
  stage_ = Stage::over;
  report_failure();
}

// For calls that may not call back.
void SocketStream::fail_soon(StreamError error) {
  failing_ = services_.runtime.start_timer(Duration::zero(), [this, error] { fail(error); });
}

// ---- calls --------------------------------------------------------------------------------------------------------

// The kernel says again what is ready; its answer arrives as an event.
void SocketStream::subscribe(StreamEvents& events) {
  events_ = &events;
  drained_ = true;
  if (key_ != Readiness::Key::none) {
    services_.readiness.change(socket_.get(), key_, all_edges);
  } else if (error_ != StreamError::none && !failure_reported_) {
    fail_soon(error_);
  }
}

std::size_t SocketStream::write(std::string_view bytes) {
  if (stage_ != Stage::open || error_ != StreamError::none || finished_ || bytes.empty()) return 0;
  const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent < 0 && !is_transient(errno)) {
    error_ = stream_error(errno);  // its event is under way
    return 0;
  }
  const std::size_t accepted = sent < 0 ? 0 : static_cast<std::size_t>(sent);
  if (accepted < bytes.size()) write_short_ = true;
  return accepted;
}

ReadResult SocketStream::read(std::span<char> into) {
  if (stage_ == Stage::connecting) return {ReadStatus::would_block};
  if (stage_ == Stage::over) return {ReadStatus::error};
  if (known_empty_) {
    drained_ = true;
    return {ReadStatus::would_block};
  }
  SEAM_ASSERT(!into.empty());
  const ssize_t received = ::recv(socket_.get(), into.data(), into.size(), 0);
  if (received > 0) {
    const auto bytes = static_cast<std::size_t>(received);
    known_empty_ = destroyed_ != nullptr && !hung_up_ && bytes < into.size();
    return {ReadStatus::data, bytes};
  }
  if (error_ != StreamError::none) return {ReadStatus::error};
  if (received == 0) return {ReadStatus::end_of_stream};
  if (is_transient(errno)) {
    drained_ = true;
    return {ReadStatus::would_block};
  }
  error_ = stream_error(errno);  // its event is under way
  return {ReadStatus::error};
}

void SocketStream::shutdown_write() {
  finished_ = true;
  if (stage_ == Stage::open) ::shutdown(socket_.get(), SHUT_WR);
}

void SocketStream::abort() {
  if (stage_ == Stage::open) set_option(socket_.get(), SOL_SOCKET, SO_LINGER, linger{.l_onoff = 1, .l_linger = 0});
  note_silence();
  close();
  resolution_.reset();
  failing_.cancel();
  stage_ = Stage::over;
  failure_reported_ = true;
}

// ---- events -------------------------------------------------------------------------------------------------------

template <class Callback>
bool SocketStream::call(Callback callback) {
  bool destroyed = false;
  destroyed_ = &destroyed;
  callback();
  if (destroyed) return false;
  destroyed_ = nullptr;
  known_empty_ = false;
  return true;
}

void SocketStream::report_failure() {
  if (events_ == nullptr || std::exchange(failure_reported_, true)) return;
  call([this] { events_->on_error(error_); });
}

void SocketStream::on_ready(std::uint32_t events) {
  if (stage_ == Stage::connecting && !finish_connect()) return;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) hung_up_ = true;
  if (events_ == nullptr) return;

  bool input = (events & input_events) != 0;
  if ((events & EPOLLERR) != 0 || error_ != StreamError::none) input = note_failure();
  if (input && std::exchange(drained_, false) && !call([this] { events_->on_readable(); })) return;

  const bool writable = stage_ == Stage::open && !finished_ && error_ == StreamError::none && (events & EPOLLOUT) != 0;
  if (writable && std::exchange(write_short_, false) && !call([this] { events_->on_writable(); })) return;

  if (error_ != StreamError::none) report_failure();
}

// What failed; true if bytes or the end of the stream came before. (An error hides behind them until it is taken, and
// looks like an end of the stream afterwards.)
bool SocketStream::note_failure() {
  char first = 0;
  const ssize_t received = ::recv(socket_.get(), &first, sizeof first, MSG_PEEK);
  const int error = received < 0 && !is_transient(errno) ? errno : take_socket_error(socket_.get());
  const bool ended = received == 0 && error_ == StreamError::none;
  if (error_ == StreamError::none && error != 0) error_ = stream_error(error);
  return received > 0 || ended;
}

}  // namespace seam
