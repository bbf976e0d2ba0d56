// Follows the bytes of client operations at the nodes: inv is when the last byte of a request is in the node's receive
// buffer, ret when the node's stream accepts the first byte of the reply. Both may come after the client gave up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cluster/client_connection.hpp"
#include "sim/core/engine.hpp"
#include "sim/core/ids.hpp"
#include "sim/guest/guest.hpp"
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
  OperationTap(const Engine& engine, const NodeClockReader& clocks, const ClientProtocol& protocol, Observer& events)
      : engine_(engine), clocks_(clocks), protocol_(protocol), events_(events) {}

  // The operation is under way on this connection from now on, behind those that have no reply yet.
  void follow(ConnectionId connection, OperationId operation, HostId node, const ClientConnection::Request& request);

  void on_accepted(ConnectionId connection, Direction direction, std::string_view bytes) override;
  void on_delivered(ConnectionId connection, Direction direction, std::uint64_t up_to) override;

 private:
  enum class Awaits : std::uint8_t { delivery, reply, nothing };

  struct Followed {
    Awaits awaits = Awaits::delivery;
    OperationId operation{};
    HostId node = no_host;
    std::uint64_t request_end = 0;
  };

  // Of one connection.
  struct Pipeline {
    std::vector<Followed> operations;  // in the order of their requests
    std::string replies;               // accepted: from the first byte of the first one's on
  };

  Pipeline* find(ConnectionId connection);
  void announce_reply(Followed& followed);
  bool drop_answered(Pipeline& pipeline);

  const Engine& engine_;
  const NodeClockReader& clocks_;
  const ClientProtocol& protocol_;
  Observer& events_;
  std::vector<Pipeline> pipelines_;  // by connection id
  ReplyStorage storage_;             // of the present reply
};

}  // namespace groundhog
