#define XXH_INLINE_ALL
#include "sim/events/event_hash.hpp"

#include <xxhash.h>

namespace groundhog {

void EventHash::add(std::string_view text) {
  add(text.size());
  if (!text.empty()) mix(XXH3_64bits(text.data(), text.size()));
}

void EventHash::add(const ClockReading& reading) {
  add(reading.wall);
  add(reading.monotonic);
}

void EventHash::add(const Deadline& deadline) {
  add(deadline.has_value());
  add(deadline ? deadline->time_since_epoch().count() : 0);
}

void EventHash::add(const Effect& effect) {
  add(effect.kind);
  add(effect.cause);
  add(effect.key);
  add(effect.value);
  add(effect.deadline);
}

void EventHash::add(const Frame& frame) {
  add(frame.connection);
  add(frame.from);
  add(frame.to);
  add(frame.ordinal);
  add(frame.bytes);
}

void EventHash::add(const KeyState& key) {
  add(key.key);
  add(key.value);
  add(key.deadline);
}

void EventHash::add(const Reply& reply) {
  add(reply.kind);
  add(reply.integer);
  add(reply.text);
  add(reply.elements.size());
  for (const Reply& element : reply.elements) add(element);
}

void EventHash::add(const seam::Field& field) {
  add(field.name);
  add(field.kind);
  add(field.number);
  add(field.id);
  add(field.text);
}

void EventHash::end() {
  ++count_;
  if (trail_ != nullptr) trail_->push_back(state_);
}

}  // namespace groundhog
