#include "checkers/model/wait_book.hpp"

#include <algorithm>
#include <utility>

#include "checkers/model/stream_book.hpp"

namespace groundhog::checkers {

WaitBook::Feed* WaitBook::find_feed(ConnectionId connection) {
  const auto found = std::ranges::find(feeds_, connection, &Feed::connection);
  return found != feeds_.end() ? &*found : nullptr;
}

void WaitBook::note(const ConnectionOpened& event) {
  if (event.kind == ConnectionKind::replication) feeds_.push_back({event.connection, event.to});
}

void WaitBook::note(const ConnectionClosed& event) {
  written_.erase(event.connection);
  const Feed* feed = find_feed(event.connection);
  if (feed == nullptr || feed->sender != event.side) return;
  std::erase_if(feeds_, [&](const Feed& each) { return each.connection == event.connection; });
  count(event.side, event.at);
}

void WaitBook::note(const ShortWrite& event) {
  Feed* feed = find_feed(event.connection);
  if (feed != nullptr && feed->sender == event.side) feed->was_full = true;
}

void WaitBook::note(const LogAppended& event) {
  if (event.connection != ConnectionId::none) written_[event.connection] = {event.history, event.offset};
}

void WaitBook::note(const FrameDelivered& event) {
  if (event.frame.type != "pong") return;
  Feed* feed = find_feed(event.frame.connection);
  if (feed == nullptr || feed->sender != event.frame.to || !feed->streams_since) return;
  feed->acknowledged = number_in(event.frame, "applied").value_or(0);
  count(feed->sender, event.at);
}

// The entries that are waited for may be of no history of its any more.
void WaitBook::note(const NodePosition& event) {
  std::erase_if(waits_, [&](const Wait& wait) {
    return wait.node == event.node && (wait.history != event.history || event.role != Role::primary);
  });
}

std::vector<OperationId> WaitBook::note(const FrameSent& event) {
  const Frame& frame = event.frame;
  Feed* feed = find_feed(frame.connection);
  if (feed == nullptr) return {};
  if (frame.type == "hello" || frame.type == "full") {
    feed->begins_behind = number_in(frame, "offset").value_or(0);
  } else if (frame.from != feed->sender) {
    return {};
  } else if (frame.type == "continue" || frame.type == "snapshot_end") {
    begin_stream(*feed, event.at);
  } else if (frame.type == "log_entry") {
    feed->sent = number_in(frame, "offset").value_or(feed->sent);
  } else if (frame.type == "ping") {
    return pinged(*feed);
  }
  return {};
}

void WaitBook::begin_stream(Feed& feed, VirtualTime at) {
  feed.streams_since = at;
  feed.sent = feed.pinged = feed.begins_behind;
}

std::vector<OperationId> WaitBook::pinged(Feed& feed) {
  std::vector<OperationId> waits;
  const std::uint64_t before = std::exchange(feed.pinged, feed.sent);
  if (!feed.streams_since || feed.was_full) return waits;
  for (const Wait& wait : waits_) {
    const bool is_asked_for = before < wait.target && wait.target <= feed.pinged;
    if (wait.node == feed.sender && is_asked_for && *feed.streams_since <= wait.delivered) {
      waits.push_back(wait.operation);
    }
  }
  return waits;
}

void WaitBook::begin(const Operation& operation, const NodeModel& node) {
  if (!node.position || node.position->role != Role::primary) return;
  const auto found = written_.find(operation.connection);
  const Written written = found != written_.end() ? found->second : Written{node.position->history, 0};
  if (written.history != node.position->history) return;
  waits_.push_back({.operation = operation.id,
                    .node = operation.node,
                    .history = written.history,
                    .replicas = operation.command.operand.number,
                    .target = written.offset,
                    .delivered = *operation.delivered,
                    .enough = {}});
  count(operation.node, *operation.delivered);
}

void WaitBook::end(OperationId operation) {
  std::erase_if(waits_, [&](const Wait& wait) { return wait.operation == operation; });
}

const WaitBook::Wait* WaitBook::find(OperationId operation) const {
  const auto found = std::ranges::find(waits_, operation, &Wait::operation);
  return found != waits_.end() ? &*found : nullptr;
}

void WaitBook::count(HostId node, VirtualTime at) {
  for (Wait& wait : waits_) {
    if (wait.node != node) continue;
    const auto reached = std::ranges::count_if(feeds_, [&](const Feed& feed) {
      return feed.sender == node && feed.acknowledged && *feed.acknowledged >= wait.target;
    });
    if (reached < wait.replicas) {
      wait.enough.reset();
    } else if (!wait.enough) {
      wait.enough = at;
    }
  }
}

}  // namespace groundhog::checkers
