// The sending side of a direction: what leaves, what is lost, what waits for an acknowledgement or for the timer.
#include <algorithm>
#include <utility>

#include "sim/net/flow.hpp"
#include "sim/net/network.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {
// Sends all that may leave.
void Network::pump(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  const End::State state = connection.end(sender_of(direction)).state;
  if (flow.dead || flow.stalled || (state != End::State::open && state != End::State::closed)) return;
  flow.take_acknowledgements(engine_.now());
  if (flow.link.is_held()) {
    meet_holds(flow);
    return;
  }
  while (send_segment(connection, direction)) {
  }
  if (flow.stalled) return;
  if (flow.fin_queued && !flow.fin_sent && flow.sent == flow.written()) send_fin(connection, direction);
  if (flow.sender_waits || flow.window_closed(engine_.now())) await_acknowledgement(connection, direction);
}

// True if something was sent and there may be more.
bool Network::send_segment(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  const std::uint64_t limit = std::min(flow.release_limit(engine_.now()), flow.edge);
  if (flow.sent >= limit) return false;
  Segment& segment = flow.segments[flow.next_segment];
  const std::uint64_t end = std::min(segment.end, limit);
  const std::uint32_t attempt = segment.attempts++;
  const bool rides = flow.packet_start < flow.sent && flow.sent < flow.packet_end;
  const Fate delay = transmit(flow, rides ? Link::Carriage::ride : Link::Carriage::packet, segment.stream,
                              segment.ordinal, attempt, end - flow.sent);
  if (!delay) {
    stall(connection, direction);
    return false;
  }
  if (end == segment.end) ++flow.next_segment;
  flow.sent = end;
  push_arrival(connection, direction, *delay, end, 0);
  return true;
}

void Network::send_fin(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  flow.fin_sent = send_control(connection, direction, "fin", arrives_fin);
  if (!flow.fin_sent) stall(connection, direction);
}

// The stream ends at what has left so far. Lost, it is not repeated: false.
bool Network::send_reset(Connection& connection, Direction direction) {
  connection.flow(direction).die(engine_);
  return send_control(connection, direction, "rst", arrives_reset);
}

void Network::push_arrival(Connection& connection, Direction direction, Duration delay, std::uint64_t end,
                           std::uint8_t flags) {
  const VirtualTime sent = engine_.now() + ahead(connection.end(sender_of(direction)).host);
  const VirtualTime arrives = seam::saturating_add(sent, delay);
  hand_on(connection, direction, {connection.flow(direction).link.free_at(), arrives, arrives, end, flags});
}

// Bytes come in pieces where faults slice them or their receiver takes them slowly.
void Network::hand_on(Connection& connection, Direction direction, const Arrival& whole) {
  Flow& flow = connection.flow(direction);
  const LinkRules& rules = flow.link.rules();
  const bool is_whole = rules.readers.empty() && rules.slices.empty();
  const std::uint64_t end = whole.end;
  std::uint64_t begin = is_whole ? end : flow.in_flight.empty() ? flow.delivered : flow.in_flight.back().end;
  if (begin >= end) return push_piece(flow, connection.id, direction, whole);
  const auto met = [this](std::uint32_t fault) {
    if (watcher_ != nullptr) watcher_->fault_met(fault);
  };
  VirtualTime at = std::max(whole.arrives, flow.last_arrival);
  for (bool is_first = true; begin < end; is_first = false) {
    std::uint64_t size = end - begin;
    for (const Slicing& slicing : rules.slices) {
      const std::uint64_t most = std::min(size, slicing.most_bytes);
      size = 1 + uniform_below(slicing.key.sub(connection.client_port).draw(begin), most);
      if (begin + size < end) met(slicing.fault);
      if (!is_first) at = seam::saturating_add(at, slicing.gap);
    }
    for (const SlowReading& reader : rules.readers) {
      size = std::min(size, std::uint64_t{options_.segment_bytes});
      at = reader.rate_bytes == 0 ? VirtualTime::max() : seam::saturating_add(at, time_of(size, reader.rate_bytes));
      if (is_first) met(reader.fault);
    }
    begin += size;
    const ArrivalFlags flags = begin == end ? whole.flags : ArrivalFlags{0};
    push_piece(flow, connection.id, direction, {whole.leaves, whole.arrives, at, begin, flags});
  }
}

// In order: nothing overtakes what left before. Transmissions that arrive together share one event. What has no time
// yet waits for hand_on_again().
void Network::push_piece(Flow& flow, ConnectionId id, Direction direction, Arrival piece) {
  piece.at = std::max(flow.last_arrival, piece.at);
  if (!flow.in_flight.empty()) piece.arrives = std::max(piece.arrives, flow.in_flight.back().arrives);
  const bool is_sliced = !flow.link.rules().slices.empty();
  if (!flow.in_flight.empty() && flow.in_flight.back().at == piece.at && !is_sliced) {
    piece.flags |= flow.in_flight.back().flags;
    flow.in_flight.back() = piece;
    return;
  }
  flow.last_arrival = piece.at;
  flow.in_flight.push_back(piece);
  if (piece.at == VirtualTime::max()) return;
  engine_.schedule(piece.at, flow.ties.next(),
                   [this, id, direction, epoch = flow.epoch] { on_arrival(id, direction, epoch); });
}

// By the rules as they are now.
void Network::hand_on_again(Connection& connection, Direction direction, const RateChange& change) {
  Flow& flow = connection.flow(direction);
  const std::deque<Arrival> waiting = std::exchange(flow.in_flight, {});
  ++flow.epoch;
  flow.last_arrival = engine_.now();
  for (Arrival each : waiting) {
    const VirtualTime leaves = change.moved(each.leaves);
    each.arrives = std::max(each.arrives - (each.leaves - leaves), engine_.now());
    each.leaves = leaves;
    each.at = each.arrives;
    hand_on(connection, direction, each);
  }
}

// What has arrived, and a reader that was slow did not take.
void Network::hand_on_what_is_kept(Connection& connection, Direction direction) {
  const Flow& flow = connection.flow(direction);
  const bool waits = flow.last_arrival > engine_.now() && !flow.in_flight.empty() &&
                     flow.in_flight.back().at > std::max(flow.in_flight.back().arrives, engine_.now());
  if (waits || flow.last_arrival == VirtualTime::max()) hand_on_again(connection, direction, {});
}

void Network::acknowledge_again(Connection& connection, Direction direction, const RateChange& change) {
  Flow& flow = connection.flow(direction);
  for (Acknowledgement& each : flow.acks) {
    const VirtualTime leaves = change.moved(each.leaves);
    each.at -= each.leaves - leaves;
    each.leaves = leaves;
  }
  if (!engine_.is_pending(flow.ack_event) || flow.acks.empty()) return;
  engine_.cancel(flow.ack_event);
  await_acknowledgement(connection, direction);
}

// What waits for its turn on a link waits as its rate is from now on.
void Network::take_turns_again(const Link& link, const RateChange& change) {
  if (change.before == 0 || change.before == change.after) return;
  for (Connection* const connection : present_connections()) {
    for (const Direction direction : {Direction::to_server, Direction::to_client}) {
      const Flow& flow = connection->flow(direction);
      const bool waits = !flow.in_flight.empty() && flow.in_flight.back().leaves > change.at;
      if (&flow.link == &link && waits) hand_on_again(*connection, direction, change);
      if (&flow.reverse == &link) acknowledge_again(*connection, direction, change);
    }
  }
}

void Network::stall(Connection& connection, Direction direction) {
  connection.flow(direction).stalled = true;
  arm_retransmission(connection, direction, timeout(connection.flow(direction)));
}

Duration Network::timeout(const Flow& flow) const {
  Duration after = options_.rto_min;
  for (std::uint32_t i = 0; i < flow.retries && after < options_.rto_max; ++i) after *= 2;
  return std::min(after, options_.rto_max);
}

void Network::arm_retransmission(Connection& connection, Direction direction, Duration after) {
  Flow& flow = connection.flow(direction);
  if (flow.dead || engine_.is_pending(flow.timer)) return;
  flow.timer = engine_.schedule(engine_.now() + after, flow.ties.next(),
                                [this, id = connection.id, direction] { on_retransmission(id, direction); });
}

// Sends again from the first byte that got lost. If only acknowledgements did, or the window is closed, asks with a
// probe.
void Network::on_retransmission(ConnectionId id, Direction direction) {
  Connection* connection = find(id);
  if (connection == nullptr) return;
  Flow& flow = connection->flow(direction);
  flow.take_acknowledgements(engine_.now());
  const bool answer_comes = !flow.in_flight.empty() || !flow.acks.empty();
  const bool settled = !flow.unacknowledged() && !flow.window_closed(engine_.now());
  if (flow.dead || (!flow.stalled && (answer_comes || settled))) return;
  if (++flow.retries > options_.data_retries) return time_out(*connection, direction);
  if (flow.stalled) {
    flow.stalled = false;
    flow.packet_start = flow.sent;
    flow.packet_end = flow.sent + options_.segment_bytes;
    pump(*connection, direction);
    flow.packet_end = 0;
    return;
  }
  send_control(*connection, direction, "probe", arrives_probe);
  arm_retransmission(*connection, direction, timeout(flow));
}

// As Linux: the peer learns nothing.
void Network::time_out(Connection& connection, Direction direction) {
  const Side side = sender_of(direction);
  End& end = connection.end(side);
  connection.flow(direction).die(engine_);
  if (end.state == End::State::closed) {
    vanish(connection, side);
    return reclaim_if_over(connection.id);
  }
  end.error = seam::StreamError::timed_out;
  signal(connection.id, side, signal_failed);
}

std::size_t Network::room(const Flow& flow) const {
  // A frame that a fault duplicated may not fit any more.
  const auto held = static_cast<std::size_t>(flow.written() - flow.acked);
  return flow.buffers.send_bytes - std::min<std::uint64_t>(flow.buffers.send_bytes, held);
}

// Where no acknowledgement is under way, the next arrival makes one; at a closed window with nothing in flight no host
// would, so the timer asks.
void Network::await_acknowledgement(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  if (engine_.is_pending(flow.ack_event)) return;
  if (!flow.acks.empty()) {
    flow.ack_event = engine_.schedule(flow.acks.front().at, flow.ties.next(),
                                      [this, id = connection.id, direction] { on_acknowledgement(id, direction); });
    return;
  }
  if (flow.in_flight.empty() && flow.window_closed(engine_.now())) {
    arm_retransmission(connection, direction, timeout(flow));
  }
}

void Network::on_acknowledgement(ConnectionId id, Direction direction) {
  Connection* connection = find(id);
  if (connection == nullptr) return;
  Flow& flow = connection->flow(direction);
  flow.take_acknowledgements(engine_.now());
  const bool writable = flow.sender_waits && room(flow) > 0;
  if (writable) flow.sender_waits = false;
  pump(*connection, direction);
  if (writable) signal(id, sender_of(direction), signal_writable);
}

}  // namespace groundhog
