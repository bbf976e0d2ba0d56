// Writes the events of a run by hand: nodes, clients, log entries and frames, at times in milliseconds.
//
// Every host's clocks show true time plus what skew() and jump() say; a deadline of 110 is reached at t = 110 ms. All
// checkers of the table listen meanwhile. Three nodes n1 n2 n3 and two clients c1 c2; W = 100 ms, 3 misses,
// janitor 50 ms, convergence bound 1 s, sync-buffer 64 KiB, empty-primary-hold 200 ms.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/checker.hpp"

namespace groundhog::test {

using namespace checkers;

// ---- words: effects, replies, states ------------------------------------------------------------------------------

struct LoggedEffect {
  EffectKind kind;
  std::string key;
  std::string value;
  Deadline deadline;
  DelCause cause = DelCause::none;
};

constexpr Deadline until(std::int64_t ms) { return ExpiryTime(seam::Milliseconds(ms)); }
constexpr Deadline forever = std::nullopt;

inline LoggedEffect set(std::string key, std::string value, Deadline deadline = forever) {
  return {EffectKind::set, std::move(key), std::move(value), deadline, DelCause::none};
}
inline LoggedEffect deadline(std::string key, Deadline deadline) {
  return {EffectKind::deadline, std::move(key), {}, deadline, DelCause::none};
}
inline LoggedEffect del(std::string key) { return {EffectKind::del, std::move(key), {}, {}, DelCause::client}; }
inline LoggedEffect expire(std::string key) { return {EffectKind::del, std::move(key), {}, {}, DelCause::expire}; }
inline LoggedEffect evict(std::string key) { return {EffectKind::del, std::move(key), {}, {}, DelCause::evict}; }
inline LoggedEffect flush() { return {EffectKind::flush, {}, {}, {}, DelCause::none}; }

struct Answer {
  Outcome outcome = Outcome::ok;
  ReplyKind kind = ReplyKind::none;
  std::string text;
  std::int64_t integer = 0;
  std::vector<Answer> elements = {};
};

inline Answer ok() { return {Outcome::ok, ReplyKind::status, "OK", 0, {}}; }
inline Answer text(std::string value) { return {Outcome::ok, ReplyKind::text, std::move(value), 0, {}}; }
inline Answer nil() { return {Outcome::ok, ReplyKind::nil, {}, 0, {}}; }
inline Answer number(std::int64_t value) { return {Outcome::ok, ReplyKind::integer, {}, value, {}}; }
inline Answer list(std::vector<Answer> elements) { return {Outcome::ok, ReplyKind::array, {}, 0, std::move(elements)}; }
// Of texts; "(nil)" is nil.
inline Answer array(const std::vector<std::string>& texts) {
  Answer answer = list({});
  for (const std::string& each : texts) answer.elements.push_back(each == "(nil)" ? nil() : text(each));
  return answer;
}
inline Answer status(std::string word) { return {Outcome::ok, ReplyKind::status, std::move(word), 0, {}}; }
inline Answer error(std::string message) { return {Outcome::error, ReplyKind::error, std::move(message), 0, {}}; }
inline Answer unknown() { return {Outcome::unknown, ReplyKind::none, {}, 0, {}}; }

struct Held {
  std::string key;
  std::string value;
  Deadline deadline = forever;
};

// What a NodePosition says, with the defaults of a healthy node.
struct At {
  HistoryId history = HistoryId::none;
  std::uint64_t offset = 0;
  Role role = Role::replica;
  std::uint32_t generation = 1;
  bool complete = true;
  bool link_up = true;
  bool holding = false;
  std::uint64_t backlog_first = 1;
};

inline constexpr HistoryId first_history{0x1111};
inline constexpr HistoryId child_history{0x2222};
inline constexpr HistoryId other_history{0x3333};

// What checkers know of a run in which all nodes are alike; n1 is the primary.
RunInfo usual_run();
// The same, but n2 follows n3, which follows n1.
RunInfo run_as_chain();

class EventScript {
 public:
  explicit EventScript(RunInfo run = usual_run());
  // This one listens in place of the checkers; it outlives the script.
  explicit EventScript(Observer& listener) : listener_(&listener) {}

  // The time of all that follows.
  EventScript& at(std::int64_t ms);

  // -- nodes
  EventScript& start(std::string_view node, std::uint32_t incarnation = 1);
  EventScript& stop(std::string_view node);
  EventScript& pause(std::string_view node);
  EventScript& resume(std::string_view node);
  // A callback that begins now takes so long.
  EventScript& busy(std::string_view node, std::int64_t ms);
  // A timer that is due now fires so much later.
  EventScript& timer_late(std::string_view node, std::int64_t ms);
  EventScript& skew(std::string_view node, std::int64_t wall_ms);  // from now on the wall clock is off by this much
  EventScript& reads_clock(std::string_view node);
  EventScript& begins(std::string_view node, HistoryId history, HistoryId parent = HistoryId::none,
                      std::uint64_t switch_offset = 0);
  // What it appends from now on is of that history, of any node.
  EventScript& continues_as(std::string_view node, HistoryId history);
  EventScript& is(std::string_view node, At position);
  // A primary n1 of first_history and its empty, complete replicas n2 and n3.
  EventScript& cluster();

  // -- the log and the states
  EventScript& appends(std::string_view node, LoggedEffect effect);   // the janitor's
  EventScript& follows(std::string_view node, std::uint64_t offset);  // a replica of first_history applied up to there
  EventScript& samples(std::string_view node, HistoryId history, std::uint64_t offset, std::vector<Held> keys,
                       SampleReason reason = SampleReason::periodic);
  // Of first_history, with what the node says of itself.
  EventScript& samples_usage(std::string_view node, std::uint64_t offset, std::vector<Held> keys,
                             const NodeUsage& usage);

  // -- clients: a whole command at one instant …
  EventScript& command(std::string_view node, std::string_view words, Answer answer,
                       std::initializer_list<LoggedEffect> effects = {});
  // … or step by step; clients c1 and c2 take turns.
  OperationId invoke(std::string_view node, std::string_view words);
  // All that follow are of c1, on a new connection that stays.
  EventScript& keeps_connection();
  // On the connection of that one, which is under way.
  OperationId invoke_behind(OperationId before, std::string_view words);
  EventScript& deliver(OperationId operation);
  EventScript& commit(OperationId operation, LoggedEffect effect);
  EventScript& begins_reply(OperationId operation);  // its first byte is accepted
  EventScript& reply(OperationId operation);         // all of it is
  EventScript& complete(OperationId operation, Answer answer);

  // The process of its node accepts its connection, has ended it (FIN), or finds no room for a byte of the reply.
  EventScript& accepts(OperationId operation);
  EventScript& ends(OperationId operation);
  EventScript& has_no_room(OperationId operation);

  // -- connections and frames
  ConnectionId connect(std::string_view from, std::string_view to);
  EventScript& established(ConnectionId connection, std::string_view side);
  EventScript& closed(ConnectionId connection, std::string_view side,
                      CloseReason reason = CloseReason::closed_by_process);
  EventScript& sent(ConnectionId connection, std::string_view from, std::string_view type,
                    std::initializer_list<FrameField> fields = {}, std::string_view key = {});
  EventScript& sends_bytes(ConnectionId connection, std::string_view from, std::size_t bytes);
  EventScript& dropped(ConnectionId connection, std::string_view from, std::string_view type);
  EventScript& changed(ConnectionId connection, std::string_view from, std::string_view type,
                       FrameChanged::Change change);
  // A full synchronisation: what announces it, keys (a part for each call), its end; and entries of the log.
  EventScript& sends_full(ConnectionId connection, std::string_view from, HistoryId history, std::uint64_t offset,
                          std::uint64_t keys);
  EventScript& sends_keys(ConnectionId connection, std::string_view from, const std::vector<Held>& keys);
  EventScript& sends_entry(ConnectionId connection, std::string_view from, std::uint64_t offset, std::string_view key);
  EventScript& delivered(ConnectionId connection, std::string_view to, std::string_view type,
                         std::uint64_t received = 0);
  EventScript& entry_delivered(ConnectionId connection, std::string_view to, std::uint64_t offset,
                               std::string_view more);
  EventScript& part_delivered(ConnectionId connection, std::string_view to);
  // A replica's `pong` reaches the other end.
  EventScript& acknowledged(ConnectionId connection, std::string_view replica, std::uint64_t offset);
  EventScript& full(ConnectionId connection, std::string_view side);
  EventScript& declares_down(std::string_view node, ConnectionId connection);

  // A fault that is one of the run's role commands, accepted at once.
  EventScript& commanded(std::uint32_t fault);
  EventScript& starts_fault(std::uint32_t fault);
  EventScript& fault_takes_effect(std::uint32_t fault);

  // -- phases
  EventScript& settle();
  EventScript& end();

  const Verdicts& verdicts() const { return checkers_->verdicts(); }
  const EdgeCounts& edges() const { return checkers_->edges(); }

 private:
  struct Operation {
    HostId client;
    HostId node;
    ConnectionId connection;
    std::uint64_t command;
  };
  struct Connection {
    HostId from;
    HostId to;
  };

  VirtualTime now() const { return VirtualTime(seam::Milliseconds(now_ms_)); }
  MonotonicTime monotonic() const { return MonotonicTime(seam::Milliseconds(now_ms_)); }
  ClockReading clocks(HostId node) const;
  OperationId invoke(const Operation& operation, std::string_view words);
  void append(HostId node, const LoggedEffect& effect, ConnectionId connection, std::uint64_t command);
  HostId other_end(ConnectionId connection, HostId host) const;

  Observer& observer() { return listener_ != nullptr ? *listener_ : *checkers_; }

  Observer* listener_ = nullptr;
  std::unique_ptr<CheckerSet> checkers_;
  std::int64_t now_ms_ = 0;
  std::array<std::int64_t, 3> wall_skew_ms_{};
  std::array<std::uint32_t, 3> incarnation_{};
  std::array<HistoryId, 3> history_{};  // that each node appends under
  std::map<HistoryId, std::uint64_t> log_end_;
  std::vector<Operation> operations_;
  std::map<ConnectionId, Connection> connections_;
  std::map<ConnectionId, std::string> offered_;  // the history of the last full synchronisation
  std::uint64_t connection_count_ = 0;
  std::optional<ConnectionId> kept_;
  std::uint64_t commands_on_kept_ = 0;
};

// ---- assertions ---------------------------------------------------------------------------------------------------

// No checker of the table objects.
void expect_accepted(const EventScript& events);

// The named check objects, at that time, about that node and key, and its message names both.
void expect_rejected(const EventScript& events, std::string_view check, std::int64_t at_ms, std::string_view node,
                     std::string_view key = {});

}  // namespace groundhog::test
