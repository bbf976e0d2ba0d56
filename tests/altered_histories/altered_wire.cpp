// What nodes send each other, and what becomes of connections.
#include <chrono>
#include <string>
#include <vector>

#include "checkers/message.hpp"
#include "checkers/model/stream_book.hpp"
#include "tests/altered_histories/alteration.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// ---- frames of a synchronisation

// `field` is one of its own.
bool send(FrameSent event, std::string_view field, const std::string& value, Observer& to) {
  std::vector<FrameField> fields(event.frame.fields.begin(), event.frame.fields.end());
  for (FrameField& each : fields) {
    if (each.name != field) continue;
    each.value = value;
    event.frame.fields = fields;
    to.on(event);
    return true;
  }
  return false;
}

bool sends_one_more(const FrameSent& event, std::string_view type, std::string_view field, Observer& to) {
  const auto number = number_in(event.frame, field);
  return event.frame.type == type && number && send(event, field, std::to_string(*number + 1), to);
}

bool promises_a_key_more(const FrameSent& event, const Truth&, Observer& to) {
  return sends_one_more(event, "full", "keys", to);
}

bool skips_an_entry(const FrameSent& event, const Truth&, Observer& to) {
  return sends_one_more(event, "log_entry", "offset", to);
}

// Of the first key in it.
bool sends_another_byte(const FrameSent& event, const Truth&, Observer& to) {
  if (event.frame.type != "snapshot_part") return false;
  for (const FrameField& field : event.frame.fields) {
    if (field.name != "value") continue;
    return !field.value.empty() && send(event, "value", with_another_byte(field.value), to);
  }
  return false;
}

bool sends_all_without_a_cause(const FrameSent& event, const Truth& truth, Observer& to) {
  if (event.frame.type != "continue") return false;
  const auto& primary = truth.ledger.node(event.frame.from).position;
  if (!primary) return false;
  const std::string history = history_text(primary->history);
  const std::string offset = std::to_string(primary->offset);
  const FrameField fields[] = {{"history", history}, {"offset", offset}, {"keys", "0"}};
  FrameSent altered = event;
  altered.frame.type = "full";
  altered.frame.fields = fields;
  to.on(altered);
  return true;
}

// ---- frames that are not whole

bool is_dropped_and_applied(const FrameSent& event, const Truth&, Observer& to) {
  if (event.frame.type != "log_entry") return false;
  to.on(event);
  to.on(FrameDropped{event.at, event.frame, 0});
  return true;
}

bool is_corrupted_and_applied(const FrameSent& event, const Truth&, Observer& to) {
  if (event.frame.type != "log_entry") return false;
  to.on(event);
  to.on(FrameChanged{event.at, event.frame, 0, FrameChanged::Change::corrupted});
  return true;
}

// ---- signs of life

Duration least_silence(const NodeKnobs& knobs) { return knobs.heartbeat_window * knobs.heartbeat_misses; }

bool is_declared_down(const FrameDelivered& event, const Truth& truth, Observer& to) {
  if (event.frame.type != "pong") return false;
  to.on(event);
  const seam::Field connection("connection", event.frame.connection);
  const MonotonicTime early =
      event.monotonic + least_silence(truth.run.knobs_of(event.frame.to)) - std::chrono::milliseconds(1);
  to.on(Announced{event.at, event.frame.to, early, seam::Severity::warning, "peer.declared_down", {&connection, 1}});
  return true;
}

bool is_heard_too_late(const FrameDelivered& event, const Truth& truth, Observer& to) {
  if (event.frame.type != "pong") return false;
  const NodeKnobs& knobs = truth.run.knobs_of(event.frame.to);
  FrameDelivered altered = event;
  altered.monotonic += least_silence(knobs) + knobs.heartbeat_window + truth.run.slop + std::chrono::nanoseconds(1);
  to.on(altered);
  return true;
}

bool is_kept(const ConnectionClosed& event, const Truth& truth, Observer&) {
  if (!truth.links.contains(event.connection) || index(event.side) >= truth.run.node_count) return false;
  return event.reason == CloseReason::closed_by_process || event.reason == CloseReason::aborted_by_process;
}

bool leads_to_another_node(const ConnectionOpened& event, const Truth& truth, Observer& to) {
  if (event.kind != ConnectionKind::replication) return false;
  ConnectionOpened altered = event;
  do {
    altered.to = HostId{static_cast<std::uint32_t>((index(altered.to) + 1) % truth.run.node_count)};
  } while (altered.to == event.from);
  if (altered.to == event.to) return false;  // there is no other one
  to.on(altered);
  return true;
}

}  // namespace

std::vector<Alteration> altered_wire() {
  return {
      {"a node connects to another one than its upstream", "replica.no_split_brain", leads_to_another_node},
      {"a snapshot is announced with one key more", "snapshot.atomic", promises_a_key_more},
      {"a snapshot has another byte", "snapshot.atomic", sends_another_byte, {}, HistoryOf::cuts},
      {"an entry is left out of the stream", "snapshot.atomic", skips_an_entry},
      // No snapshot follows.
      {"a replica is sent all without a cause", "progress", sends_all_without_a_cause, "snapshot.atomic",
       HistoryOf::cuts},
      {"an entry that was dropped is applied", "framing", is_dropped_and_applied},
      {"an entry that was corrupted is applied", "framing", is_corrupted_and_applied},
      {"a peer is declared down one millisecond early", "failure_detector", is_declared_down},
      {"a sign of life comes too late", "failure_detector", is_heard_too_late},
      {"a connection is kept that was given up", "failure_detector", is_kept, {}, HistoryOf::cuts},
  };
}

}  // namespace groundhog::test
