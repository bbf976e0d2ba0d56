#include "tests/process/proxy.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <deque>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace burrow::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int tick_milliseconds = 2;
// What waits in a pipe; more stays with the sender's kernel.
constexpr std::size_t pipe_bytes = 256 * 1024;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void close_with_reset(int socket) {
  const linger now{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket);
}

}  // namespace

// One direction.
struct Proxy::Pipe {
  struct Piece {
    Clock::time_point due;
    std::string bytes;
  };

  int from;
  int to;
  std::deque<Piece> pieces = {};
  std::size_t held = 0;
  bool ended = false;   // `from` finished
  bool passed = false;  // and `to` has got it

  // False: an end of the connection is broken.
  bool take(std::chrono::milliseconds delay) {
    std::array<char, 16384> chunk;  // NOLINT: filled by recv()
    while (!ended && held < pipe_bytes) {
      const ssize_t got = ::recv(from, chunk.data(), chunk.size(), MSG_DONTWAIT);
      if (got < 0) return errno == EAGAIN;
      ended = got == 0;
      if (ended) break;
      pieces.push_back({Clock::now() + delay, std::string(chunk.data(), static_cast<std::size_t>(got))});
      held += static_cast<std::size_t>(got);
    }
    return true;
  }

  bool give() {
    while (!pieces.empty() && pieces.front().due <= Clock::now()) {
      std::string& bytes = pieces.front().bytes;
      const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent < 0) return errno == EAGAIN;
      held -= static_cast<std::size_t>(sent);
      bytes.erase(0, static_cast<std::size_t>(sent));
      if (bytes.empty()) pieces.pop_front();
    }
    if (ended && pieces.empty() && !passed) {
      ::shutdown(to, SHUT_WR);
      passed = true;
    }
    return true;
  }
};

struct Proxy::Connection {
  Pipe there;
  Pipe back;
};

Proxy::Proxy(std::uint16_t target) : target_(target) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const bool is_open = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::listen(listener_, 64) == 0 &&
                       ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!is_open) throw std::runtime_error("the proxy cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

Proxy::~Proxy() {
  stopping_ = true;
  thread_.join();
  for (const Connection& connection : connections_) {
    ::close(connection.there.from);
    ::close(connection.there.to);
  }
  ::close(listener_);
}

void Proxy::run() {
  while (!stopping_) {
    std::vector<pollfd> watched = {{listener_, POLLIN, 0}};
    for (const Connection& connection : connections_) {
      watched.push_back({connection.there.from, POLLIN, 0});
      watched.push_back({connection.there.to, POLLIN, 0});
    }
    // Not only when there is input: pieces come due, and orders come from another thread.
    ::poll(watched.data(), is_cut_ ? 0 : watched.size(), tick_milliseconds);
    const bool resets = wants_reset_.exchange(false);
    if (!is_cut_ && !resets) accept_all();
    for (auto it = connections_.begin(); it != connections_.end();) {
      const bool is_over = resets || (!is_cut_ && !forward(*it));
      if (!is_over) {
        ++it;
        continue;
      }
      close_with_reset(it->there.from);
      close_with_reset(it->there.to);
      it = connections_.erase(it);
    }
  }
}

void Proxy::accept_all() {
  for (;;) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(server);
      close_with_reset(client);
      continue;
    }
    const int yes = 1;
    for (const int socket : {client, server}) ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connections_.push_back({Pipe{client, server}, Pipe{server, client}});
  }
}

bool Proxy::forward(Connection& connection) {
  for (Pipe* pipe : {&connection.there, &connection.back}) {
    if (!pipe->take(delay_) || !pipe->give()) return false;
  }
  return !(connection.there.passed && connection.back.passed);
}

}  // namespace burrow::test
