// What streams and listeners need of the runtime that they belong to.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <vector>

#include <tl/expected.hpp>

#include "sut/runtime/asio/asio_runtime.hpp"
#include "sut/runtime/asio/readiness.hpp"
#include "sut/runtime/stream.hpp"

namespace seam {

// Addresses as the kernel takes them, IPv4 and IPv6.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  int family() const { return storage.ss_family; }
  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// Those that need no name service: a numeric address, or the two of "localhost". Empty for any other name.
std::vector<SocketAddress> known_addresses(const Address& address);

// Asks the name service, and waits for it. An empty host means every IPv4 address of this machine. The error is for
// people.
tl::expected<SocketAddress, std::string> resolve_to_listen(const Address& address);

// Numeric.
Address to_address(const SocketAddress& address);

// Resolves names beside the loop.
class NameService {
 public:
  using Handler = std::function<void(std::vector<SocketAddress>)>;
  // Who drops it is not called.
  using Request = std::shared_ptr<Handler>;

  // The answer comes as a callback; it is empty if there is no such name.
  virtual Request resolve(const Address& address, Handler handler) = 0;

 protected:
  ~NameService() = default;
};

struct SocketServices {
  Runtime& runtime;
  Readiness& readiness;
  NameService& names;
  AsioRuntimeOptions options;
  std::uint64_t streams = 0;  // so far
  // By host: connects that were given up without an answer of the address that was being tried. The next one begins
  // with another.
  std::map<std::string, std::size_t> silences = {};

  StreamId next_stream_id() { return StreamId{++streams}; }
};

// SO_SNDBUF and SO_RCVBUF as the options say; before connect or listen.
void set_buffer_sizes(int socket, const AsioRuntimeOptions& options);

}  // namespace seam
