// Addresses as the kernel takes them, IPv4 and IPv6.
#pragma once

#include <string>
#include <sys/socket.h>
#include <vector>

#include <tl/expected.hpp>

#include "sut/runtime/address.hpp"

namespace seam {

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

}  // namespace seam
