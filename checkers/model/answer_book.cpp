#include "checkers/model/answer_book.hpp"

#include <algorithm>

namespace groundhog::checkers {

AnswerBook::NodeEnd* AnswerBook::end_at(ConnectionId connection, HostId side) {
  const auto found = ends_.find(connection);
  return found != ends_.end() && found->second.node == side ? &found->second : nullptr;
}

void AnswerBook::note(const ConnectionOpened& event) {
  if (event.kind == ConnectionKind::client) ends_[event.connection] = {.node = event.to};
}

void AnswerBook::note(const ConnectionEstablished& event) {
  if (NodeEnd* end = end_at(event.connection, event.side)) end->accepted = event.at;
}

void AnswerBook::forget(ConnectionId connection, HostId side) {
  if (end_at(connection, side) != nullptr) ends_.erase(connection);
}

void AnswerBook::note(const ShortWrite& event) {
  if (NodeEnd* end = end_at(event.connection, event.side)) end->full = event.at;
}

void AnswerBook::note(const FrameSent& event) {
  NodeEnd* end = end_at(event.frame.connection, event.frame.from);
  if (end == nullptr) return;
  ++end->replies;
  end->last_reply = event.at;
}

std::optional<VirtualTime> AnswerBook::owed_since(const Operation& operation, const NodeModel& node) const {
  if (!operation.delivered || operation.node_died || !node.running || node.paused) return std::nullopt;
  const auto found = ends_.find(operation.connection);
  if (found == ends_.end()) return std::nullopt;
  const NodeEnd& end = found->second;
  if (!end.accepted || operation.command_number != end.replies + 1) return std::nullopt;
  const VirtualTime reached = std::max({*operation.delivered, *end.accepted, end.last_reply});
  if (end.full && *end.full >= reached) return std::nullopt;
  return std::max(reached, held_up_.free_since(operation.node));
}

}  // namespace groundhog::checkers
