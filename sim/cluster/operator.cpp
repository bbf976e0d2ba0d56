#include "sim/cluster/operator.hpp"

#include <utility>

namespace groundhog {

Operator::Operator(Engine& engine, seam::Runtime& runtime, const ClientProtocol& protocol,
                   std::span<const seam::Address> nodes, RandomKey key, Accepted on_accepted)
    : engine_(engine), ties_(key.sub("retry")), on_accepted_(std::move(on_accepted)), desks_(nodes.size()) {
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    ClientConnection::Owner& owner = *this;
    desks_[node].connection = std::make_unique<ClientConnection>(engine, runtime, protocol, HostId{node}, nodes[node],
                                                                 key.sub("connection").sub(node), owner);
  }
}

Operator::~Operator() {
  for (Desk& desk : desks_) engine_.cancel(desk.timer);
}

void Operator::send(HostId node, std::vector<std::string> command, std::optional<std::uint32_t> fault) {
  Desk& desk = desks_[index(node)];
  desk.orders.push_back({std::move(command), fault});
  if (desk.orders.size() == 1) desk.connection->open();
}

void Operator::stop() {
  for (Desk& desk : desks_) {
    engine_.cancel(desk.timer);
    desk.orders.clear();
    desk.connection->close();
  }
}

void Operator::give_order(HostId node) {
  Desk& desk = desks_[index(node)];
  desk.connection->prepare(desk.orders.front().command);
  desk.connection->transmit();
  desk.timer = engine_.schedule(engine_.now() + reply_timeout, ties_.next(),
                                [connection = desk.connection.get()] { connection->reopen(); });
}

void Operator::on_reply(ClientConnection& connection, const Reply& reply) {
  const HostId node = connection.node();
  Desk& desk = desks_[index(node)];
  engine_.cancel(desk.timer);
  if (reply.kind == ReplyKind::error) {
    if (!connection.connected()) return;  // the next connection gives the order again
    desk.timer = engine_.schedule(engine_.now() + retry_after, ties_.next(), [this, node] { give_order(node); });
    return;
  }
  const std::optional<std::uint32_t> fault = desk.orders.front().fault;
  desk.orders.pop_front();
  if (fault) on_accepted_(*fault);
  if (desk.orders.empty()) return connection.close();
  if (connection.connected()) give_order(node);
}

}  // namespace groundhog
