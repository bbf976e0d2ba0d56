// State of one connection and of the machines, for the files of sim/net only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/net/flow.hpp"
#include "sim/net/network.hpp"

namespace groundhog {

struct End {
  enum class State : std::uint8_t {
    none,       // server: no SYN has arrived
    handshake,  // client: SYN sent; server: SYN-ACK sent
    queued,     // server: established, waits for accept
    open,
    closed,  // the process let go; the kernel sends the rest
    gone,    // the kernel knows nothing of it: data for it is answered by RST
  };

  HostId host;
  State state = State::none;
  seam::StreamError error = seam::StreamError::none;
  bool reported = false;  // ConnectionClosed was emitted
  Socket* socket = nullptr;
};

struct Connection {
  ConnectionId id;
  ConnectionKind kind;
  std::uint16_t port;  // at the server
  std::uint16_t client_port;
  std::array<End, 2> ends;    // by Side
  std::array<Flow, 2> flows;  // by Direction
  RandomStream ties;
  EventHandle handshake_timer;
  std::uint32_t handshake_retries = 0;

  End& end(Side side) { return ends[static_cast<std::size_t>(side)]; }
  Flow& flow(Direction direction) { return flows[static_cast<std::size_t>(direction)]; }
  Flow& output(Side side) { return flow(outgoing(side)); }
  Flow& input(Side side);
};

constexpr Side sender_of(Direction direction) {
  return direction == Direction::to_server ? Side::client : Side::server;
}
constexpr Side receiver_of(Direction direction) {
  return direction == Direction::to_server ? Side::server : Side::client;
}
constexpr Direction opposite(Direction direction) {
  return direction == Direction::to_server ? Direction::to_client : Direction::to_server;
}

inline Flow& Connection::input(Side side) { return flow(opposite(outgoing(side))); }

struct ListeningPort {
  std::uint16_t port;
  Acceptor* acceptor;
  Fifo<ConnectionId> queue;
};

struct NetworkHost {
  std::string name;
  HostKind kind;
  bool up = true;
  const MonotonicSource* clock = nullptr;
  std::vector<ListeningPort> listening;
  std::vector<std::unique_ptr<Link>> links;  // by the other host; made on first use
  std::vector<std::uint64_t> connects;       // number of connect calls, by the other host

  ListeningPort* listening_at(std::uint16_t port) {
    for (ListeningPort& entry : listening) {
      if (entry.port == port) return &entry;
    }
    return nullptr;
  }
};

}  // namespace groundhog
