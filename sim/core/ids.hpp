// Strong ids of the simulated world. All are dense and assigned in a deterministic order.
#pragma once

#include <cstdint>

namespace groundhog {

// A host is a node or a client machine; nodes come first, in the order of the scenario, then clients.
enum class HostId : std::uint32_t {};
constexpr HostId no_host{0xffffffffU};

// One TCP connection, from the connect call on. SimStream::id() makes a seam::StreamId of it.
enum class ConnectionId : std::uint64_t { none = 0 };

// One client operation of the plan, by its index there.
enum class OperationId : std::uint32_t {};

constexpr std::uint32_t index(HostId id) { return static_cast<std::uint32_t>(id); }
constexpr std::uint64_t index(ConnectionId id) { return static_cast<std::uint64_t>(id); }
constexpr std::uint32_t index(OperationId id) { return static_cast<std::uint32_t>(id); }

}  // namespace groundhog
