#include "checkers/model/watch_book.hpp"

#include <algorithm>

#include "checkers/model/stream_book.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {

namespace {

bool is_data(std::string_view type) { return type == "log_entry" || type.starts_with("snapshot_"); }

// A count is worth as much as was sent: a peer that got a frame twice counts more. Of a frame that its stream took in
// part the sender knows, and the wire does not show it. The first count may be growth from nothing, or only the point
// to grow from: the rule does not say.
Evidence ping_evidence(const Frame& frame, Watch& accepting) {
  const std::uint64_t received = number_in(frame, "received").value_or(0);
  const std::uint64_t counted = std::min(received, accepting.sent_bytes);
  const bool grew_for_certain = accepting.received_known && counted > accepting.received;
  const bool may_have_grown = received > accepting.counted;
  accepting.received = std::max(accepting.received, received);
  accepting.counted = std::max(accepting.counted, counted);
  accepting.received_known = true;
  if (grew_for_certain) return Evidence::certain;
  return may_have_grown ? Evidence::possible : Evidence::none;
}

}  // namespace

Watch* WatchedConnection::end_at(HostId host) {
  if (connecting.observer == host) return &connecting;
  if (accepting.observer == host) return &accepting;
  return nullptr;
}

WatchedConnection& WatchBook::open(const ConnectionOpened& event) {
  // What is over stays until now: an announcement may follow its close in the same callback.
  std::erase_if(connections_, [](const WatchedConnection& connection) { return connection.is_over(); });
  WatchedConnection connection;
  connection.id = event.connection;
  connection.connecting.open = true;
  connection.connecting.observer = event.from;
  connection.connecting.peer = event.to;
  connection.connecting.started = event.monotonic;
  connection.connecting.certain = event.monotonic;
  connection.connecting.possible = event.monotonic;
  connection.accepting.observer = event.to;
  connection.accepting.peer = event.from;
  return connections_.emplace_back(connection);
}

WatchedConnection* WatchBook::find(ConnectionId id) {
  for (WatchedConnection& connection : connections_) {
    if (connection.id == id) return &connection;
  }
  return nullptr;
}

Evidence evidence_of(const Frame& frame, WatchedConnection& connection) {
  if (frame.type == "pong") return Evidence::certain;
  const bool at_connecting = frame.to == connection.connecting.observer;
  if (at_connecting) return is_data(frame.type) ? Evidence::certain : Evidence::none;
  return frame.type == "ping" ? ping_evidence(frame, connection.accepting) : Evidence::none;
}

Duration LateTimerLog::allowance(MonotonicTime from, MonotonicTime to, Duration window, std::int64_t windows) const {
  Duration longest{0};
  Duration total{0};
  for (auto span = spans_.rbegin(); span != spans_.rend() && span->to > from; ++span) {
    if (span->from > to) continue;
    const Duration length = span->to - span->from;
    if (length < window) {
      longest = std::max(longest, length);
    } else {
      total = seam::saturating_add(total, length + window);
    }
  }
  return seam::saturating_add(total, seam::saturating_mul(longest, windows));
}

}  // namespace groundhog::checkers
