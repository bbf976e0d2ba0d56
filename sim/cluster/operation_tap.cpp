#include "sim/cluster/operation_tap.hpp"

namespace groundhog {

OperationTap::Pipeline* OperationTap::find(ConnectionId connection) {
  return index(connection) < pipelines_.size() ? &pipelines_[index(connection)] : nullptr;
}

void OperationTap::follow(ConnectionId connection, OperationId operation, HostId node,
                          const ClientConnection::Request& request) {
  if (index(connection) >= pipelines_.size()) pipelines_.resize(index(connection) + 1);
  Pipeline& pipeline = pipelines_[index(connection)];
  if (request.unanswered == 0) {
    pipeline.operations.clear();
    pipeline.replies.clear();
  }
  pipeline.operations.push_back({Awaits::delivery, operation, node, request.end});
}

void OperationTap::on_delivered(ConnectionId connection, Direction direction, std::uint64_t up_to) {
  Pipeline* const pipeline = find(connection);
  if (direction != Direction::to_server || pipeline == nullptr) return;
  for (Followed& followed : pipeline->operations) {
    if (up_to < followed.request_end) return;
    if (followed.awaits != Awaits::delivery) continue;
    followed.awaits = Awaits::reply;
    events_.on(OperationDelivered{engine_.now(), followed.operation, followed.node, clocks_.clocks_of(followed.node)});
  }
}

// Where the reply of an operation begins shows in those before it. What comes while nothing awaits a reply answers no
// request: the node says why it is about to close.
void OperationTap::on_accepted(ConnectionId connection, Direction direction, std::string_view bytes) {
  Pipeline* const pipeline = find(connection);
  if (direction != Direction::to_client || pipeline == nullptr || pipeline->operations.empty()) return;
  if (pipeline->operations.front().awaits == Awaits::delivery) return;
  pipeline->replies += bytes;
  do {
    announce_reply(pipeline->operations.front());
  } while (drop_answered(*pipeline) && pipeline->operations.front().awaits != Awaits::delivery);
}

void OperationTap::announce_reply(Followed& followed) {
  if (followed.awaits != Awaits::reply) return;
  followed.awaits = Awaits::nothing;
  events_.on(ReplyAccepted{engine_.now(), followed.operation, followed.node, clocks_.clocks_of(followed.node)});
}

// Whether the first operation is over and bytes of the next one's reply are there.
bool OperationTap::drop_answered(Pipeline& pipeline) {
  if (pipeline.operations.size() == 1) return false;
  const auto reply = protocol_.first_reply(pipeline.replies, storage_);
  if (!reply) return false;
  pipeline.replies.erase(0, reply->size_bytes);
  pipeline.operations.erase(pipeline.operations.begin());
  return !pipeline.replies.empty();
}

}  // namespace groundhog
