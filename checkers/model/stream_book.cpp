#include "checkers/model/stream_book.hpp"

#include <algorithm>

namespace groundhog::checkers {

void StreamBook::open(const ConnectionOpened& event) {
  SentStream& stream = streams_.emplace_back();
  stream.connection = event.connection;
  stream.sender = event.to;
  stream.receiver = event.from;
}

SentStream* StreamBook::find(ConnectionId id) {
  const auto found = std::find_if(streams_.begin(), streams_.end(),
                                  [id](const SentStream& stream) { return stream.connection == id; });
  return found == streams_.end() ? nullptr : &*found;
}

void StreamBook::forget(ConnectionId id) {
  std::erase_if(streams_, [id](const SentStream& stream) { return stream.connection == id; });
}

}  // namespace groundhog::checkers
