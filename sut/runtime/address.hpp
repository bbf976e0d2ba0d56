// Where a peer listens.
#pragma once

#include <cstdint>
#include <string>

namespace burrow {

struct Address {
  std::string host;  // a name or a numeric address; the runtime resolves it
  std::uint16_t port = 0;

  friend bool operator==(const Address&, const Address&) = default;
};

inline std::string to_string(const Address& address) { return address.host + ":" + std::to_string(address.port); }

}  // namespace burrow
