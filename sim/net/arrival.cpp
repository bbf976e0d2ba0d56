// The receiving side of a direction: what arrives, who takes it, what goes back.
#include <algorithm>

#include "sim/net/flow.hpp"
#include "sim/net/network.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {
namespace {

// Whether the kernel still has a receiver for it. A closed end takes the end of the stream, but no more bytes.
bool takes(const End& end, bool bytes) {
  if (end.error != seam::StreamError::none) return false;
  if (end.state == End::State::open || end.state == End::State::queued) return true;
  return end.state == End::State::closed && !bytes;
}

}  // namespace

void Network::on_arrival(ConnectionId id, Direction direction, std::uint32_t epoch) {
  Connection* connection = find(id);
  if (connection == nullptr || connection->flow(direction).epoch != epoch) return;
  Flow& flow = connection->flow(direction);
  const Arrival arrival = flow.in_flight.front();
  flow.in_flight.pop_front();
  const Side side = receiver_of(direction);
  const HostId receiver = connection->end(side).host;
  if (!host(receiver).up) return lost_at_arrival(*connection, direction, arrival.flags);

  if ((arrival.flags & arrives_syn) != 0) return syn_arrived(*connection);
  if ((arrival.flags & arrives_refusal) != 0) return fail_connect(*connection, seam::StreamError::refused);
  SocketSignals signals = 0;
  bool queued = false;
  if ((arrival.flags & arrives_syn_ack) != 0) signals |= syn_ack_arrived(*connection);

  const bool bytes = arrival.end > flow.delivered;
  const bool fin = (arrival.flags & arrives_fin) != 0;
  if (bytes || fin || (arrival.flags & (arrives_third_ack | arrives_probe)) != 0) {
    queued = establish_server(*connection);
    if (!takes(connection->end(side), bytes)) {
      reject(*connection, direction);
      return reclaim_if_over(id);
    }
    const bool acknowledges = bytes || fin || (arrival.flags & arrives_probe) != 0;
    if (acknowledges) signals |= take_in(*connection, direction, arrival.end, fin);
  }
  if ((arrival.flags & arrives_reset) != 0) signals |= reset_arrived(*connection, direction);

  if (queued) {
    announce_pending(receiver, connection->port);
  } else {
    signal(id, side, signals);
  }
  reclaim_if_over(id);
}

// The machine is down. The sender will notice that nothing comes back.
void Network::lost_at_arrival(Connection& connection, Direction direction, std::uint8_t flags) {
  Flow& flow = connection.flow(direction);
  flow.fall_back();
  if ((flags & arrives_syn_ack) != 0) arm_handshake_timer(connection);
  const End::State state = connection.end(sender_of(direction)).state;
  const bool established = state == End::State::open || state == End::State::closed;
  if (!flow.dead && established) stall(connection, direction);
  reclaim_if_over(connection.id);
}

// No receiver: RST. If it is lost, the sender tries again.
void Network::reject(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  flow.fall_back();
  if (connection.end(receiver_of(direction)).state == End::State::closed) vanish(connection, receiver_of(direction));
  const bool answered = send_reset(connection, opposite(direction));
  if (flow.dead) return;
  flow.stalled = true;
  if (!answered) arm_retransmission(connection, direction, timeout(flow));
}

SocketSignals Network::take_in(Connection& connection, Direction direction, std::uint64_t end, bool fin) {
  Flow& flow = connection.flow(direction);
  const bool bytes = end > flow.delivered;
  const bool is_new = bytes || fin;
  flow.delivered = std::max(flow.delivered, end);
  flow.fin_delivered = flow.fin_delivered || fin;
  const bool is_part = deliver_frames(connection, direction);
  if (bytes) report_part(connection, direction, is_part);
  if (tap_ != nullptr && connection.kind == ConnectionKind::client) {
    tap_->on_delivered(connection.id, direction, flow.delivered);
  }
  acknowledge(connection, direction);
  return is_new ? signal_readable : SocketSignals{0};
}

// Whether bytes were among it that are no whole frame.
bool Network::deliver_frames(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  bool is_part = false;
  for (; !flow.segments.empty() && flow.segments.front().end <= flow.delivered; flow.segments.pop_front()) {
    SEAM_ASSERT(flow.next_segment > 0);
    --flow.next_segment;
    const Segment& segment = flow.segments.front();
    if (segment.frame_ordinal == 0) {
      is_part = true;
      continue;
    }
    const std::string_view bytes = flow.bytes.view(segment.frame_start, segment.end);
    const auto dissected = segment.has_shape ? std::optional(flow.shapes.pop(bytes))
                                             : dissector_.first_frame(connection.kind, direction, bytes);
    SEAM_ASSERT(dissected && dissected->size_bytes == bytes.size());
    Frame frame = frame_of(connection, direction, *dissected, bytes);
    frame.ordinal = segment.frame_ordinal;
    events_.on(FrameDelivered{engine_.now(), frame, monotonic(frame.to)});
  }
  return is_part;
}

// What has arrived may end inside a frame: one that its sender has not completed, or one that is cut by the window.
void Network::report_part(Connection& connection, Direction direction, bool is_part) {
  const Flow& flow = connection.flow(direction);
  is_part = is_part || flow.delivered > flow.frame_start ||
            (!flow.segments.empty() && flow.delivered > flow.segments.front().frame_start);
  if (!is_part || connection.kind != ConnectionKind::replication) return;
  const HostId receiver = connection.end(receiver_of(direction)).host;
  events_.on(FramePartDelivered{engine_.now(), connection.id, receiver, monotonic(receiver)});
}

// Reaches the sender at a time in the future or not at all.
void Network::acknowledge(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  const std::uint64_t edge = flow.consumed + flow.buffers.receive_bytes;
  const std::uint64_t ordinal = flow.reverse.next_ordinal(Link::acknowledgements);
  const Fate delay = transmit(connection.flow(opposite(direction)), Link::Carriage::acknowledgement,
                              Link::acknowledgements, ordinal, 0, 0);
  if (!delay) {
    flow.advertised = edge;
    return arm_retransmission(connection, direction, timeout(flow));
  }
  flow.take_acknowledgements(engine_.now());
  flow.push_acknowledgement(flow.reverse.free_at(), seam::saturating_add(engine_.now(), *delay), edge);
  flow.retries = 0;
  if (!flow.stalled) engine_.cancel(flow.timer);
  if (flow.sender_waits || flow.window_closed(engine_.now())) await_acknowledgement(connection, direction);
}

SocketSignals Network::reset_arrived(Connection& connection, Direction direction) {
  const Side side = receiver_of(direction);
  End& end = connection.end(side);
  connection.output(side).die(engine_);
  switch (end.state) {
    case End::State::none:
    case End::State::gone:
      return 0;
    case End::State::closed:
      vanish(connection, side);
      return 0;
    case End::State::handshake:
      if (side == Side::server) {
        vanish(connection, side);
      } else {
        fail_connect(connection, seam::StreamError::refused);
      }
      return 0;
    case End::State::queued:
    case End::State::open:
      break;
  }
  if (end.error != seam::StreamError::none) return 0;
  end.error = seam::StreamError::reset;
  return signal_failed;
}

}  // namespace groundhog
