// The operator: gives commands to nodes from their own machines, past every fault of the network, until they are
// accepted. Not a client of the plan: what it does is in no history, but for the announcements and positions that
// follow.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/cluster/client_connection.hpp"

namespace groundhog {

class Operator final : private ClientConnection::Owner {
 public:
  static constexpr std::string_view host_name = "operator";
  // After an error reply, and the longest that it waits for a reply.
  static constexpr Duration retry_after = std::chrono::milliseconds(100);
  static constexpr Duration reply_timeout = std::chrono::seconds(1);

  using Accepted = std::function<void(std::uint32_t fault)>;

  Operator(Engine& engine, seam::Runtime& runtime, const ClientProtocol& protocol, std::span<const seam::Address> nodes,
           RandomKey key, Accepted on_accepted);
  ~Operator();
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  // Commands for one node are carried out in order. Without a fault nothing hears that it was accepted.
  void send(HostId node, std::vector<std::string> command, std::optional<std::uint32_t> fault);
  void stop();

 private:
  struct Order {
    std::vector<std::string> command;
    std::optional<std::uint32_t> fault;
  };
  struct Desk {
    std::unique_ptr<ClientConnection> connection;
    std::deque<Order> orders;
    EventHandle timer;
  };

  void on_connected(ClientConnection& connection) override { give_order(connection.node()); }
  void on_reply(ClientConnection& connection, const Reply& reply) override;
  void on_cut(ClientConnection& connection) override { engine_.cancel(desks_[index(connection.node())].timer); }
  void give_order(HostId node);

  Engine& engine_;
  RandomStream ties_;
  Accepted on_accepted_;
  std::vector<Desk> desks_;  // by node
};

}  // namespace groundhog
