#include "sut/runtime/asio/socket_services.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>

#include "sut/runtime/assert.hpp"

namespace seam {

namespace {

SocketAddress copy_of(const addrinfo& entry) {
  SocketAddress address;
  std::memcpy(&address.storage, entry.ai_addr, entry.ai_addrlen);
  address.size = entry.ai_addrlen;
  return address;
}

// The first answer, or what getaddrinfo(3) says instead.
tl::expected<SocketAddress, std::string> look_up(const std::string& host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failure = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (failure != 0) return tl::unexpected(std::string(gai_strerror(failure)));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, &freeaddrinfo);
  return copy_of(*list);
}

std::uint16_t port_of(const SocketAddress& address) {
  if (address.family() == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address.storage, sizeof v6);
    return ntohs(v6.sin6_port);
  }
  sockaddr_in v4{};
  std::memcpy(&v4, &address.storage, sizeof v4);
  return ntohs(v4.sin_port);
}

}  // namespace

std::vector<SocketAddress> known_addresses(const Address& address) {
  std::vector<SocketAddress> known;
  const bool local = address.host == "localhost";
  for (const std::string& host : local ? std::vector<std::string>{"127.0.0.1", "::1"} : std::vector{address.host}) {
    if (host.empty()) continue;
    if (auto found = look_up(host, address.port, AI_NUMERICHOST)) known.push_back(*found);
  }
  return known;
}

tl::expected<SocketAddress, std::string> resolve_to_listen(const Address& address) {
  const std::vector<SocketAddress> known =
      known_addresses({address.host.empty() ? "0.0.0.0" : address.host, address.port});
  if (!known.empty()) return known.front();
  return look_up(address.host, address.port, AI_PASSIVE);
}

Address to_address(const SocketAddress& address) {
  std::array<char, NI_MAXHOST> host{};
  const int failure = getnameinfo(address.data(), address.size, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST);
  SEAM_ASSERT(failure == 0);
  return {host.data(), port_of(address)};
}

}  // namespace seam
