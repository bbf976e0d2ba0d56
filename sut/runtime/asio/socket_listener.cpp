#include "sut/runtime/asio/socket_listener.hpp"

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <utility>

#include "sut/runtime/asio/socket_stream.hpp"

namespace seam {
namespace {

std::string reason(int error) {
  std::string text = std::strerror(error);
  text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

tl::unexpected<ListenError> cannot_listen(const Address& at, const std::string& why) {
  return tl::unexpected(ListenError{"cannot listen on " + to_string(at) + ": " + why});
}

// False: `errno` says why.
bool bind_and_listen(int socket, const SocketAddress& at, const AsioRuntimeOptions& options) {
  const int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // "::" and "0.0.0.0" are two addresses, and a process may listen on both.
  if (at.family() == AF_INET6) setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  set_buffer_sizes(socket, options);
  return ::bind(socket, at.data(), at.size) == 0 && ::listen(socket, options.listen_backlog) == 0;
}

bool is_shortage(int error) { return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM; }

}  // namespace

tl::expected<std::unique_ptr<Listener>, ListenError> SocketListener::open(SocketServices& services, const Address& at,
                                                                          AcceptHandler on_accept) {
  const auto resolved = resolve_to_listen(at);
  if (!resolved) return cannot_listen(at, resolved.error());
  Descriptor socket(::socket(resolved->family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open() || !bind_and_listen(socket.get(), *resolved, services.options)) {
    return cannot_listen(at, reason(errno));
  }
  SocketAddress bound;
  getsockname(socket.get(), bound.data(), &bound.size);
  auto listener =
      std::make_unique<SocketListener>(services, std::move(socket), to_address(bound), std::move(on_accept));
  if (listener->key_ == Readiness::Key::none) return cannot_listen(at, reason(errno));
  return listener;
}

// Level-triggered: what one turn leaves is an event of the next.
SocketListener::SocketListener(SocketServices& services, Descriptor socket, Address local, AcceptHandler on_accept)
    : services_(services),
      socket_(std::move(socket)),
      local_(std::move(local)),
      on_accept_(std::make_shared<const AcceptHandler>(std::move(on_accept))),
      key_(services_.readiness.add(socket_.get(), EPOLLIN, *this)) {}

SocketListener::~SocketListener() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  services_.readiness.remove(socket_.get(), key_);
}

Descriptor SocketListener::accept_one(SocketAddress& peer) const {
  return Descriptor(::accept4(socket_.get(), peer.data(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

void SocketListener::on_ready(std::uint32_t) {
  bool destroyed = false;
  for (std::size_t i = 0; i < services_.options.max_accepts_per_turn; ++i) {
    SocketAddress peer;
    Descriptor accepted = accept_one(peer);
    if (!accepted.is_open()) {
      if (is_shortage(errno)) return rest(errno);
      if (errno == EAGAIN || errno == EWOULDBLOCK) return;
      continue;  // that one connection has failed meanwhile
    }
    end_rest();
    const auto handler = on_accept_;
    destroyed_ = &destroyed;
    (*handler)(std::make_unique<SocketStream>(services_, std::move(accepted), to_address(peer)));
    if (destroyed) return;
    destroyed_ = nullptr;
  }
}

// Accepting again at once would only fail again, as fast as the machine can.
void SocketListener::rest(int error) {
  services_.readiness.change(socket_.get(), key_, 0);
  resting_ = services_.runtime.start_timer(services_.options.accept_retry,
                                           [this] { services_.readiness.change(socket_.get(), key_, EPOLLIN); });
  if (std::exchange(in_trouble_, true)) return;
  const std::string address = to_string(local_);
  const std::string why = reason(error);
  const std::array fields{Field("address", address), Field("reason", why)};
  services_.runtime.announce({Severity::error, "listener.exhausted", fields});
}

void SocketListener::end_rest() {
  if (!std::exchange(in_trouble_, false)) return;
  const std::string address = to_string(local_);
  const std::array fields{Field("address", address)};
  services_.runtime.announce({Severity::info, "listener.recovered", fields});
}

}  // namespace seam
