// The gate: accepted bytes become segments. Whole frames are numbered, announced and judged by the message rules here;
// an incomplete frame waits, unless its sender cannot wait for it (tcp_options.hpp, gate_bytes; a full send buffer; a
// close).
#include <algorithm>

#include "sim/core/assert.hpp"
#include "sim/net/connection.hpp"
#include "sim/net/network.hpp"

namespace groundhog {

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
    GROUNDHOG_ASSERT(0 < size && size <= rest.size());

    const LinkStream stream = flow.link.stream(dissected->type);
    Frame frame = frame_of(connection, direction, *dissected, rest.substr(0, size));
    frame.ordinal = flow.link.next_ordinal(stream);
    events_.on(FrameSent{engine_.now(), frame});
    if (!admit_frame(connection, direction, frame)) {
      flow.bytes.erase(flow.frame_start, size);
      continue;
    }
    const std::uint64_t end = flow.frame_start + size;
    flow.segments.push({flow.frame_start, end, stream, true, 0, frame.ordinal});
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
    flow.barriers.push({flow.frame_start, until});
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

// What has not passed goes on as bytes.
void Network::pass_bytes(Connection& connection, Direction direction) {
  Flow& flow = connection.flow(direction);
  if (flow.marked == flow.written()) return;
  const LinkStream stream = flow.link.stream("bytes");
  const std::uint64_t ordinal = flow.link.next_ordinal(stream);
  flow.segments.push({flow.frame_start, flow.written(), stream, false, 0, ordinal});
  flow.marked = flow.written();
}

}  // namespace groundhog
