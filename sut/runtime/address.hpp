// Where a peer listens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seam {

struct Address {
  std::string host;  // a name or a numeric address; the runtime resolves it
  std::uint16_t port = 0;

  friend bool operator==(const Address&, const Address&) = default;
};

// This machine as it calls itself.
inline bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// All addresses of this machine, to listen at.
inline bool is_any_address(std::string_view host) { return host.empty() || host == "0.0.0.0" || host == "::"; }

inline std::string to_string(const Address& address) { return address.host + ":" + std::to_string(address.port); }

}  // namespace seam
