#include "tests/conformance/loopback_world.hpp"

#include <chrono>
#include <fcntl.h>
#include <stdexcept>
#include <sys/socket.h>

#include "sut/runtime/asio/socket_services.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using seam::Descriptor;
using seam::SocketAddress;
using Clock = std::chrono::steady_clock;

constexpr auto longest_test = 20s;
constexpr auto quiet_time = 30ms;

Descriptor new_socket() { return Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

// Bound to a port without a listener.
SocketAddress bind_somewhere(const Descriptor& socket) {
  SocketAddress address = seam::known_addresses({"127.0.0.1", 0}).front();
  if (bind(socket.get(), address.data(), address.size) != 0) throw std::runtime_error("cannot bind a socket");
  getsockname(socket.get(), address.data(), &address.size);
  return address;
}

}  // namespace

seam::AsioRuntimeOptions LoopbackWorld::small_buffers() {
  seam::AsioRuntimeOptions options;
  options.send_buffer_bytes = 16 << 10;
  options.receive_buffer_bytes = 16 << 10;
  return options;
}

// Bound for as long as the world exists, but not listening: no other process can take the port.
seam::Address LoopbackWorld::refusing_address() {
  black_hole_.push_back(new_socket());
  return seam::to_address(bind_somewhere(black_hole_.back()));
}

seam::Address LoopbackWorld::black_hole() {
  black_hole_.push_back(new_socket());
  const SocketAddress address = bind_somewhere(black_hole_.back());
  if (listen(black_hole_.back().get(), 0) != 0) throw std::runtime_error("cannot listen");
  // A backlog of 0 has room for one.
  for (int i = 0; i < 2; ++i) {
    black_hole_.push_back(new_socket());
    connect(black_hole_.back().get(), address.data(), address.size);
  }
  return seam::to_address(address);
}

// Either runtime gets its turn; only if neither has anything to do is one of them waited for.
bool LoopbackWorld::run_once(seam::Duration at_most) {
  bool ran = client_.run_once(0ns);
  if (server_runs_) ran = server_.run_once(0ns) || ran;
  return ran || client_.run_once(at_most);
}

bool LoopbackWorld::run_until(const std::function<bool()>& done) {
  const auto deadline = Clock::now() + longest_test;
  while (!done()) {
    if (Clock::now() > deadline) return false;
    run_once(100us);
  }
  return true;
}

void LoopbackWorld::settle() {
  auto last_event = Clock::now();
  while (Clock::now() - last_event < quiet_time) {
    if (run_once(1ms)) last_event = Clock::now();
  }
}

}  // namespace groundhog::test
