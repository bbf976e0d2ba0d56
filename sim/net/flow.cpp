#include "sim/net/flow.hpp"

#include <algorithm>

#include "sim/net/network.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {

std::uint64_t Flow::release_limit(VirtualTime now) {
  while (!barriers.empty() && barriers.front().until <= now) barriers.pop_front();
  return barriers.empty() ? marked : std::min(marked, barriers.front().offset);
}

void Flow::take_acknowledgements(VirtualTime now) {
  for (; !acks.empty() && acks.front().at <= now; acks.pop_front()) {
    acked = std::max(acked, acks.front().upto);
    edge = std::max(edge, acks.front().edge);
    fin_acked = fin_acked || acks.front().fin;
  }
}

void Flow::push_acknowledgement(VirtualTime at, std::uint64_t new_edge) {
  advertised = new_edge;
  if (!acks.empty() && acks.back().at >= at) {
    acks.back() = {acks.back().at, delivered, new_edge, fin_delivered};
    return;
  }
  acks.push_back({at, delivered, new_edge, fin_delivered});
}

void Flow::fall_back() {
  in_flight.clear();
  ++epoch;
  sent = delivered;
  next_segment = 0;
  fin_sent = fin_delivered;
}

void Flow::trim() {
  std::uint64_t needed = std::min(consumed, frame_start);
  if (!segments.empty()) needed = std::min(needed, segments.front().frame_start);
  if (needed > bytes.begin()) bytes.drop_before(needed);
}

void Flow::die(Engine& engine) {
  dead = true;
  stalled = false;
  engine.cancel(timer);
  engine.cancel(ack_event);
}

// The gate: accepted bytes become segments. Whole frames are numbered, announced and judged by the message rules here;
// an incomplete frame waits, unless its sender cannot wait for it (TcpOptions::gate_bytes; a full send buffer; a
// close).

Frame Network::frame_of(const Connection& connection, Direction direction, const DissectedFrame& dissected,
                        std::string_view bytes) const {
  return Frame{.connection = connection.id,
               .from = connection.ends[static_cast<std::size_t>(sender_of(direction))].host,
               .to = connection.ends[static_cast<std::size_t>(receiver_of(direction))].host,
               .type = dissected.type,
               .ordinal = 0,
               .key = dissected.key,
               .bytes = bytes,
               .fields = dissected.used_fields()};
}

void Network::scan_frames(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  while (flow.frame_start < flow.written()) {
    const std::string_view rest = flow.bytes.view(flow.frame_start, flow.written());
    const auto dissected = dissector_.first_frame(connection.kind, direction, rest);
    if (!dissected) break;
    const std::size_t size = dissected->size_bytes;
    SEAM_ASSERT(0 < size && size <= rest.size());

    const LinkStream stream = flow.link.stream(dissected->type);
    Frame frame = frame_of(connection, direction, *dissected, rest.substr(0, size));
    frame.ordinal = flow.link.next_ordinal(stream);
    events_.on(FrameSent{engine_.now(), frame});
    if (!admit_frame(connection, direction, frame)) {
      flow.bytes.erase(flow.frame_start, size);
      continue;
    }
    const std::uint64_t end = flow.frame_start + size;
    flow.segments.push_back({flow.frame_start, end, stream, true, 0, frame.ordinal});
    flow.frame_start = end;
    flow.marked = end;
  }
  const bool full = flow.sender_waits || room(flow) == 0;
  if (full || flow.written() - flow.marked >= options_.gate_bytes) pass_bytes(connection, direction);
}

// False if a rule drops the frame. A frame whose beginning went ahead has passed already.
bool Network::admit_frame(Connection& connection, Direction direction, const Frame& frame) {
  Flow& flow = connection.flow(direction);
  if (connection.kind != ConnectionKind::replication || flow.marked > flow.frame_start) return true;
  for (FrameRule* rule : rules_) {
    const FrameVerdict verdict = rule->judge(frame);
    if (verdict.action == FrameVerdict::Action::pass) continue;
    if (watcher_ != nullptr) watcher_->fault_met(rule->fault());
    if (verdict.action == FrameVerdict::Action::drop) {
      events_.on(FrameDropped{engine_.now(), frame, rule->fault()});
      return false;
    }
    const VirtualTime earliest = flow.barriers.empty() ? engine_.now() : flow.barriers.back().until;
    const VirtualTime until = std::max(engine_.now() + verdict.by, earliest);
    flow.barriers.push_back({flow.frame_start, until});
    release_later(connection, direction, until);
    return true;
  }
  return true;
}

void Network::release_later(Connection& connection, Direction direction, VirtualTime at) {
  const std::uint64_t tie = connection.flow(direction).ties.next();
  engine_.schedule(at, tie, [this, id = connection.id, direction] {
    if (Connection* waiting = find(id)) pump(*waiting, direction);
  });
}

// What has not passed is sent as bytes.
void Network::pass_bytes(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  if (flow.marked == flow.written()) return;
  const LinkStream stream = flow.link.stream("bytes");
  const std::uint64_t ordinal = flow.link.next_ordinal(stream);
  flow.segments.push_back({flow.frame_start, flow.written(), stream, false, 0, ordinal});
  flow.marked = flow.written();
}

}  // namespace groundhog
