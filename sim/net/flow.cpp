#include "sim/net/flow.hpp"

#include <algorithm>

namespace groundhog {

std::uint64_t Flow::release_limit(VirtualTime now) {
  while (!barriers.empty() && barriers.front().until <= now) barriers.pop();
  return barriers.empty() ? marked : std::min(marked, barriers.front().offset);
}

void Flow::take_acknowledgements(VirtualTime now) {
  for (; !acks.empty() && acks.front().at <= now; acks.pop()) {
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
  acks.push({at, delivered, new_edge, fin_delivered});
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

}  // namespace groundhog
