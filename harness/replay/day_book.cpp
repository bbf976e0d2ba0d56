#include "harness/replay/day_book.hpp"

namespace groundhog::harness {

void DayBook::on(const ConnectionOpened& event) {
  connections_[event.connection] = {.from = event.from, .to = event.to, .kind = event.kind};
}

void DayBook::on(const ConnectionEstablished& event) {
  const auto found = connections_.find(event.connection);
  if (found == connections_.end()) return;
  (event.side == found->second.from ? found->second.known_to_from : found->second.known_to_to) = true;
}

void DayBook::on(const ConnectionClosed& event) {
  const auto found = connections_.find(event.connection);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  (event.side == connection.from ? connection.left_by_from : connection.left_by_to) = true;
  const bool far_end_holds = connection.known_to_to && !connection.left_by_to;
  if (connection.left_by_from && !far_end_holds) connections_.erase(found);
}

}  // namespace groundhog::harness
