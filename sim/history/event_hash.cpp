#define XXH_INLINE_ALL
#include "sim/history/event_hash.hpp"

#include <concepts>
#include <type_traits>

#include <xxhash.h>

namespace groundhog {
namespace {

// Part of every hash: append new kinds, never renumber.
enum Kind : std::uint64_t {
  phase_started = 1,
  node_started,
  node_stopped,
  node_paused,
  node_resumed,
  clock_read,
  operation_invoked,
  operation_delivered,
  reply_accepted,
  operation_completed,
  history_began,
  log_appended,
  node_position,
  state_sampled,
  connection_opened,
  connection_established,
  connection_closed,
  frame_sent,
  frame_delivered,
  frame_dropped,
  fault_started,
  fault_stopped,
  fault_effective,
  announced,
  timer_fired,
  run_ended,
};

constexpr std::uint64_t mix(std::uint64_t state, std::uint64_t value) {
  constexpr std::uint64_t odd = 0x9fb21c651e98df25ULL;
  const std::uint64_t product = (state ^ value) * odd;
  return product ^ (product >> 29U);
}

template <typename T>
requires(std::is_enum_v<T> || std::integral<T>) constexpr std::uint64_t word(T value) {
  return static_cast<std::uint64_t>(value);
}

template <typename Clock>
constexpr std::uint64_t word(std::chrono::time_point<Clock, Duration> instant) {
  return static_cast<std::uint64_t>(instant.time_since_epoch().count());
}

}  // namespace

void EventHash::begin(std::uint64_t kind, VirtualTime at) {
  state_ = mix(state_, kind);
  state_ = mix(state_, word(at));
}

void EventHash::numbers(std::initializer_list<std::uint64_t> values) {
  for (const std::uint64_t value : values) state_ = mix(state_, value);
}

void EventHash::text(std::string_view value) {
  state_ = mix(state_, value.size());
  if (!value.empty()) state_ = mix(state_, XXH3_64bits(value.data(), value.size()));
}

void EventHash::clocks(const ClockReading& reading) { numbers({word(reading.wall), word(reading.monotonic)}); }

void EventHash::deadline(const Deadline& value) {
  const std::int64_t milliseconds = value ? value->time_since_epoch().count() : 0;
  numbers({word(value.has_value()), word(milliseconds)});
}

void EventHash::frame(const Frame& value) {
  numbers({word(value.connection), word(value.from), word(value.to), value.ordinal});
  text(value.bytes);
}

void EventHash::field(const seam::Field& value) {
  text(value.name);
  numbers({word(value.kind), word(value.number), value.id});
  text(value.text);
}

void EventHash::end() {
  ++count_;
  if (trail_ != nullptr) trail_->push_back(state_);
}

void EventHash::on(const PhaseStarted& event) {
  begin(phase_started, event.at);
  numbers({word(event.phase)});
  end();
}

void EventHash::on(const NodeStarted& event) {
  begin(node_started, event.at);
  numbers({word(event.node), event.incarnation});
  clocks(event.clocks);
  end();
}

void EventHash::on(const NodeStopped& event) {
  begin(node_stopped, event.at);
  numbers({word(event.node), word(event.host_failed)});
  end();
}

void EventHash::on(const NodePaused& event) {
  begin(node_paused, event.at);
  numbers({word(event.node), word(event.monotonic)});
  end();
}

void EventHash::on(const NodeResumed& event) {
  begin(node_resumed, event.at);
  numbers({word(event.node), word(event.monotonic)});
  end();
}

void EventHash::on(const ClockRead& event) {
  begin(clock_read, event.at);
  numbers({word(event.node)});
  clocks(event.clocks);
  end();
}

void EventHash::on(const OperationInvoked& event) {
  begin(operation_invoked, event.at);
  numbers({word(event.operation), word(event.client), word(event.node), word(event.connection), event.command});
  numbers({event.arguments.size()});
  for (const std::string& argument : event.arguments) text(argument);
  end();
}

void EventHash::on(const OperationDelivered& event) {
  begin(operation_delivered, event.at);
  numbers({word(event.operation), word(event.node)});
  clocks(event.clocks);
  end();
}

void EventHash::on(const ReplyAccepted& event) {
  begin(reply_accepted, event.at);
  numbers({word(event.operation), word(event.node)});
  clocks(event.clocks);
  end();
}

void EventHash::on(const OperationCompleted& event) {
  begin(operation_completed, event.at);
  numbers({word(event.operation), word(event.outcome), word(event.reply.kind), word(event.reply.integer)});
  text(event.reply.text);
  numbers({event.reply.elements.size()});
  for (const std::string& element : event.reply.elements) text(element);
  end();
}

void EventHash::on(const HistoryBegan& event) {
  begin(history_began, event.at);
  numbers({word(event.node), word(event.history), word(event.origin), word(event.parent), event.switch_offset});
  end();
}

void EventHash::on(const LogAppended& event) {
  begin(log_appended, event.at);
  numbers({word(event.node), word(event.history), event.offset, word(event.connection), event.command});
  numbers({word(event.effect.kind), word(event.effect.cause)});
  text(event.effect.key);
  text(event.effect.value);
  deadline(event.effect.deadline);
  clocks(event.clocks);
  end();
}

void EventHash::on(const NodePosition& event) {
  begin(node_position, event.at);
  numbers({word(event.node), event.incarnation, event.generation, word(event.role), word(event.complete)});
  numbers({word(event.link_up), word(event.holding), word(event.history), event.offset, word(event.upstream)});
  numbers({event.backlog_first, event.connected_replicas});
  end();
}

void EventHash::on(const StateSampled& event) {
  begin(state_sampled, event.at);
  numbers({word(event.node), word(event.reason), word(event.history), event.offset, event.keys.size()});
  for (const KeyState& key : event.keys) {
    text(key.key);
    text(key.value);
    deadline(key.deadline);
  }
  end();
}

void EventHash::on(const ConnectionOpened& event) {
  begin(connection_opened, event.at);
  numbers({word(event.connection), word(event.from), word(event.to), word(event.kind), word(event.monotonic)});
  end();
}

void EventHash::on(const ConnectionEstablished& event) {
  begin(connection_established, event.at);
  numbers({word(event.connection), word(event.side), word(event.monotonic)});
  end();
}

void EventHash::on(const ConnectionClosed& event) {
  begin(connection_closed, event.at);
  numbers({word(event.connection), word(event.side), word(event.reason), word(event.monotonic)});
  end();
}

void EventHash::on(const FrameSent& event) {
  begin(frame_sent, event.at);
  frame(event.frame);
  end();
}

void EventHash::on(const FrameDelivered& event) {
  begin(frame_delivered, event.at);
  frame(event.frame);
  numbers({word(event.monotonic)});
  end();
}

void EventHash::on(const FrameDropped& event) {
  begin(frame_dropped, event.at);
  frame(event.frame);
  numbers({event.fault});
  end();
}

void EventHash::on(const FaultStarted& event) {
  begin(fault_started, event.at);
  numbers({event.fault});
  end();
}

void EventHash::on(const FaultStopped& event) {
  begin(fault_stopped, event.at);
  numbers({event.fault});
  end();
}

void EventHash::on(const FaultEffective& event) {
  begin(fault_effective, event.at);
  numbers({event.fault});
  end();
}

void EventHash::on(const Announced& event) {
  begin(announced, event.at);
  numbers({word(event.node), word(event.monotonic), word(event.severity)});
  text(event.event);
  numbers({event.fields.size()});
  for (const seam::Field& each : event.fields) field(each);
  end();
}

void EventHash::on(const TimerFired& event) {
  begin(timer_fired, event.at);
  numbers({word(event.node)});
  end();
}

void EventHash::on(const RunEnded& event) {
  begin(run_ended, event.at);
  for (const ClockReading& reading : event.clocks) clocks(reading);
  end();
}

}  // namespace groundhog
