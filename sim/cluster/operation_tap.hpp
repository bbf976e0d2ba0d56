// Follows the bytes of client operations at the nodes: inv is when the last byte of a request is in the node's receive
// buffer, ret when the node's stream accepts the first byte of the reply. Both may come after the client gave up.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/cluster/client_connection.hpp"
#include "sim/net/network.hpp"

namespace groundhog {

// Clocks and time of nodes, for the events.
class NodeClockReader {
 public:
  virtual ClockReading clocks_of(HostId node) const = 0;

 protected:
  ~NodeClockReader() = default;
};

class OperationTap final : public StreamTap {
 public:
  OperationTap(const Engine& engine, const NodeClockReader& clocks, Observer& events)
      : engine_(engine), clocks_(clocks), events_(events) {}

  // The one operation that is under way on this connection from now on.
  void follow(ConnectionId connection, OperationId operation, HostId node, const ClientConnection::Request& request);

  void on_accepted(ConnectionId connection, Direction direction, std::uint64_t up_to) override;
  void on_delivered(ConnectionId connection, Direction direction, std::uint64_t up_to) override;

 private:
  enum class Awaits : std::uint8_t { nothing, delivery, reply };

  struct Followed {
    Awaits awaits = Awaits::nothing;
    OperationId operation{};
    HostId node = no_host;
    std::uint64_t request_end = 0;
    std::uint64_t reply_begin = 0;
  };

  Followed* find(ConnectionId connection);

  const Engine& engine_;
  const NodeClockReader& clocks_;
  Observer& events_;
  std::vector<Followed> followed_;  // by connection id
};

}  // namespace groundhog
