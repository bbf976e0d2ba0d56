#include "sim/net/flow.hpp"

#include <algorithm>
#include <limits>

#include "sim/net/network.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {

bool FrameShapes::push(const DissectedFrame& frame, std::string_view bytes) {
  const bool is_short = bytes.size() <= std::numeric_limits<std::uint32_t>::max();
  if (!is_short || !frame.all_fields.empty() || frame.own_text != nullptr) return false;
  const auto piece = [bytes](std::string_view text) {
    if (text.empty()) return Piece{0, 0};
    return Piece{static_cast<std::uint32_t>(text.data() - bytes.data()), static_cast<std::uint32_t>(text.size())};
  };
  Shape& shape = shapes_.emplace_back();
  shape.type = frame.type;
  shape.key = piece(frame.key);
  shape.field_count = static_cast<std::uint32_t>(frame.field_count);
  for (std::size_t i = 0; i < frame.field_count; ++i) {
    shape.names[i] = frame.fields[i].name;
    shape.values[i] = piece(frame.fields[i].value);
  }
  return true;
}

DissectedFrame FrameShapes::pop(std::string_view bytes) {
  SEAM_ASSERT(first_ < shapes_.size());
  const Shape& shape = shapes_[first_++];
  DissectedFrame frame;
  frame.size_bytes = bytes.size();
  frame.type = shape.type;
  frame.key = bytes.substr(shape.key.at, shape.key.size);
  frame.field_count = shape.field_count;
  for (std::size_t i = 0; i < shape.field_count; ++i) {
    frame.fields[i] = {shape.names[i], bytes.substr(shape.values[i].at, shape.values[i].size)};
  }
  constexpr std::size_t worth_moving = 64;
  if (first_ == shapes_.size() || (first_ >= worth_moving && first_ > shapes_.size() / 2)) {
    shapes_.erase(shapes_.begin(), shapes_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
  return frame;
}

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

void Flow::push_acknowledgement(VirtualTime leaves, VirtualTime at, std::uint64_t new_edge) {
  advertised = new_edge;
  if (!acks.empty() && acks.back().at >= at) {
    acks.back() = {leaves, acks.back().at, delivered, new_edge, fin_delivered};
    return;
  }
  acks.push_back({leaves, at, delivered, new_edge, fin_delivered});
}

void Flow::admit(const Segment& segment) {
  segments.push_back(segment);
  frame_start = segment.end;
  marked = segment.end;
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
  while (flow.frame_start < flow.written() && !flow.severed) {
    const std::string_view rest = flow.bytes.view(flow.frame_start, flow.written());
    const auto dissected = dissector_.first_frame(connection.kind, direction, rest);
    if (!dissected) break;
    const std::size_t size = dissected->size_bytes;
    SEAM_ASSERT(0 < size && size <= rest.size());

    const LinkStream stream = flow.link.stream(dissected->type);
    Frame frame = frame_of(connection, direction, *dissected, rest.substr(0, size));
    frame.ordinal = flow.link.next_ordinal(stream);
    events_.on(FrameSent{engine_.now(), frame});
    const FrameVerdict verdict = judge_frame(connection, direction, frame);
    Segment segment{flow.frame_start, flow.frame_start + size, stream, frame.ordinal, 0, frame.ordinal};
    const bool arrives_as_it_is =
        verdict.action == FrameVerdict::Action::pass || verdict.action == FrameVerdict::Action::delay;
    segment.has_shape = arrives_as_it_is && flow.shapes.push(*dissected, frame.bytes);
    admit_frame(connection, direction, segment, verdict);
  }
  const bool full = flow.sender_waits || room(flow) == 0;
  if (full || flow.written() - flow.marked >= options_.gate_bytes) pass_bytes(connection, direction);
}

// What the first rule says that does not pass it. A frame whose beginning went ahead has passed already.
FrameVerdict Network::judge_frame(const Connection& connection, Direction direction, const Frame& frame) {
  using Action = FrameVerdict::Action;
  const Flow& flow = connection.flows[static_cast<std::size_t>(direction)];
  if (connection.kind != ConnectionKind::replication || flow.marked > flow.frame_start) return {};
  const auto changed = [&](FrameChanged::Change change, std::uint32_t fault) {
    events_.on(FrameChanged{engine_.now(), frame, fault, change});
  };
  for (FrameRule* rule : rules_) {
    const FrameVerdict verdict = rule->judge(frame);
    if (verdict.action == Action::pass) continue;
    if (watcher_ != nullptr) watcher_->fault_met(rule->fault());
    if (verdict.action == Action::drop) events_.on(FrameDropped{engine_.now(), frame, rule->fault()});
    if (verdict.action == Action::duplicate) changed(FrameChanged::Change::duplicated, rule->fault());
    if (verdict.action == Action::corrupt) changed(FrameChanged::Change::corrupted, rule->fault());
    if (verdict.action == Action::cut) changed(FrameChanged::Change::cut, rule->fault());
    return verdict;
  }
  return {};
}

// `segment` is the whole frame, at the gate.
void Network::admit_frame(Connection& connection, Direction direction, Segment segment, const FrameVerdict& verdict) {
  Flow& flow = connection.flow(direction);
  const std::uint64_t size = segment.end - segment.frame_start;
  switch (verdict.action) {
    case FrameVerdict::Action::pass:
      return flow.admit(segment);
    case FrameVerdict::Action::drop:
      return flow.bytes.erase(segment.frame_start, size);
    case FrameVerdict::Action::delay:
      hold_frame(connection, direction, verdict.by);
      return flow.admit(segment);
    case FrameVerdict::Action::duplicate: {
      flow.bytes.insert(segment.end, std::string(flow.bytes.view(segment.frame_start, segment.end)));
      flow.admit(segment);
      const LinkStream copies = flow.link.stream("copy");
      return flow.admit(
          {segment.end, segment.end + size, copies, segment.frame_ordinal, 0, flow.link.next_ordinal(copies)});
    }
    case FrameVerdict::Action::corrupt:
      SEAM_ASSERT(verdict.byte < size && verdict.bits != 0);
      flow.bytes.turn(segment.frame_start + verdict.byte, verdict.bits);
      segment.frame_ordinal = 0;
      return flow.admit(segment);
    case FrameVerdict::Action::cut:
      SEAM_ASSERT(verdict.byte <= size);
      if (verdict.byte == size) flow.admit(segment);
      flow.bytes.truncate(segment.frame_start + verdict.byte);
      pass_bytes(connection, direction);
      flow.severed = true;
      engine_.schedule(engine_.now(), flow.ties.next(),
                       [this, id = connection.id, direction] { sever(id, direction); });
      return;
  }
}

// And everything behind it.
void Network::hold_frame(Connection& connection, Direction direction, Duration by) {
  Flow& flow = connection.flow(direction);
  const VirtualTime earliest = flow.barriers.empty() ? engine_.now() : flow.barriers.back().until;
  const VirtualTime until = std::max(engine_.now() + by, earliest);
  flow.barriers.push_back({flow.frame_start, until});
  release_later(connection, direction, until);
}

// Both ends see a reset: the receiver behind what has left of it, the sender now.
void Network::sever(ConnectionId id, Direction direction) {
  Connection* const connection = find(id);
  if (connection == nullptr) return;
  if (!connection->flow(direction).dead) send_reset(*connection, direction);
  signal(id, sender_of(direction), reset_arrived(*connection, opposite(direction)));
  reclaim_if_over(id);
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
  flow.segments.push_back({flow.frame_start, flow.written(), stream, 0, 0, ordinal});
  flow.marked = flow.written();
}

}  // namespace groundhog
