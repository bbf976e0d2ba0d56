#include "sim/cluster/operation_tap.hpp"

namespace groundhog {

OperationTap::Followed* OperationTap::find(ConnectionId connection) {
  return index(connection) < followed_.size() ? &followed_[index(connection)] : nullptr;
}

void OperationTap::follow(ConnectionId connection, OperationId operation, HostId node,
                          const ClientConnection::Request& request) {
  if (index(connection) >= followed_.size()) followed_.resize(index(connection) + 1);
  followed_[index(connection)] = {Awaits::delivery, operation, node, request.end, request.reply_begin};
}

void OperationTap::on_delivered(ConnectionId connection, Direction direction, std::uint64_t up_to) {
  if (direction != Direction::to_server) return;
  Followed* followed = find(connection);
  if (followed == nullptr || followed->awaits != Awaits::delivery || up_to < followed->request_end) return;
  followed->awaits = Awaits::reply;
  events_.on(OperationDelivered{engine_.now(), followed->operation, followed->node, clocks_.clocks_of(followed->node)});
}

void OperationTap::on_accepted(ConnectionId connection, Direction direction, std::uint64_t up_to) {
  if (direction != Direction::to_client) return;
  Followed* followed = find(connection);
  if (followed == nullptr || followed->awaits != Awaits::reply || up_to <= followed->reply_begin) return;
  followed->awaits = Awaits::nothing;
  events_.on(ReplyAccepted{engine_.now(), followed->operation, followed->node, clocks_.clocks_of(followed->node)});
}

}  // namespace groundhog
