#include "checkers/model/answer_book.hpp"

namespace groundhog::checkers {

AnswerBook::NodeEnd* AnswerBook::end_at(ConnectionId connection, HostId side) {
  const auto found = ends_.find(connection);
  return found != ends_.end() && found->second.node == side ? &found->second : nullptr;
}

void AnswerBook::note(const ConnectionOpened& event) {
  if (event.kind == ConnectionKind::client) ends_[event.connection] = {event.to, std::nullopt, std::nullopt};
}

void AnswerBook::note(const ConnectionEstablished& event) {
  if (NodeEnd* end = end_at(event.connection, event.side)) end->accepted = event.at;
}

void AnswerBook::forget(ConnectionId connection, HostId side) {
  if (end_at(connection, side) != nullptr) ends_.erase(connection);
}

void AnswerBook::note(const ShortWrite& event) {
  NodeEnd* end = end_at(event.connection, event.side);
  if (end != nullptr && event.accepted_bytes == 0) end->full = event.at;
}

std::optional<VirtualTime> AnswerBook::owed_since(const Operation& operation, const NodeModel& node) const {
  if (!operation.delivered || !operation.goes_alone || operation.node_died) return std::nullopt;
  if (!node.running || node.paused) return std::nullopt;
  const auto end = ends_.find(operation.connection);
  if (end == ends_.end() || !end->second.accepted) return std::nullopt;
  if (end->second.full && *end->second.full >= *operation.delivered) return std::nullopt;
  return std::max({*operation.delivered, *end->second.accepted, free_since_[index(operation.node)]});
}

}  // namespace groundhog::checkers
