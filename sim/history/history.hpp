// The history of one run: everything that checkers, traces and coverage may know, as plain events.
//
// The vocabulary is that of any replicated TTL cache: operations, frames, an effect log with histories and offsets,
// node state. Who produced an event: the simulator's own view of wire, seam and client, except LogAppended and
// HistoryBegan (the append hook, decoded from announcements), NodePosition and StateSampled (the node's memory,
// inspected from outside) and Announced (what a node says about itself: for explanation and coverage, never as proof).
//
// Text and spans are borrowed: valid during Observer::on() only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/core/ids.hpp"
#include "sim/core/virtual_time.hpp"
#include "sim/history/deadline.hpp"
#include "sim/history/event_list.hpp"
#include "sut/runtime/announcement.hpp"
#include "sut/runtime/stream.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::MonotonicTime;
using seam::WallTime;

// ---- phases -------------------------------------------------------------------------------------------------------

enum class Phase : std::uint8_t { warmup, chaos, settle, ended };

// `chaos` is the origin of scenario time.
struct PhaseStarted {
  VirtualTime at;
  Phase phase;

  void describe(auto&& visit) const { visit("phase", phase); }
};

// ---- processes ----------------------------------------------------------------------------------------------------

// What a node's clocks show at one instant.
struct ClockReading {
  WallTime wall;
  MonotonicTime monotonic;
};

struct NodeStarted {
  VirtualTime at;
  HostId node;
  std::uint32_t incarnation;  // 1, 2, … per node
  ClockReading clocks;

  void describe(auto&& visit) const {
    visit("node", node);
    visit("incarnation", incarnation);
    visit("clocks", clocks);
  }
};
struct NodeStopped {
  VirtualTime at;
  HostId node;
  bool host_failed;  // the machine lost power: nothing more leaves it

  void describe(auto&& visit) const {
    visit("node", node);
    visit("host_failed", host_failed);
  }
};
struct NodePaused {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node

  void describe(auto&& visit) const {
    visit("node", node);
    visit("monotonic", monotonic);
  }
};
struct NodeResumed {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node

  void describe(auto&& visit) const {
    visit("node", node);
    visit("monotonic", monotonic);
  }
};

// The node asked for the wall time: the readings that its expiry clock is made of.
struct ClockRead {
  VirtualTime at;
  HostId node;
  ClockReading clocks;

  void describe(auto&& visit) const {
    visit("node", node);
    visit("clocks", clocks);
  }
};

// ---- client operations --------------------------------------------------------------------------------------------

struct OperationInvoked {
  VirtualTime at;
  OperationId operation;
  HostId client;
  HostId node;              // where it is sent
  ConnectionId connection;  // of this client to that node
  std::uint64_t command;    // 1-based ordinal of the command on its connection; matches LogAppended::command
  std::span<const std::string> arguments;  // "SET", "k", "v", "PX", "100"

  void describe(auto&& visit) const {
    visit("operation", operation);
    visit("client", client);
    visit("node", node);
    visit("connection", connection);
    visit("command", command);
    visit("arguments", arguments);
  }
};
// The last byte of the request is in the node's receive buffer: `inv` of P1–P5.
struct OperationDelivered {
  VirtualTime at;
  OperationId operation;
  HostId node;
  ClockReading clocks;  // of that node

  void describe(auto&& visit) const {
    visit("operation", operation);
    visit("node", node);
    visit("clocks", clocks);
  }
};
// The node's stream accepted the first byte of the reply: `ret` of P1–P5.
struct ReplyAccepted {
  VirtualTime at;
  OperationId operation;
  HostId node;
  ClockReading clocks;  // of that node

  void describe(auto&& visit) const {
    visit("operation", operation);
    visit("node", node);
    visit("clocks", clocks);
  }
};

enum class Outcome : std::uint8_t {
  ok,       // a reply that is not an error
  error,    // a definite error: it has no effect (beyond expire and evict entries)
  unknown,  // time-out or cut after sending: ret = infinity
  unsent,   // refused or cut before a byte was sent: no effect
};

enum class ReplyKind : std::uint8_t { none, nil, status, error, integer, text, array };

struct Reply {
  ReplyKind kind = ReplyKind::none;
  std::string_view text = {};                  // status, error, text; an array's elements as one line for people
  std::int64_t integer = 0;                    // integer
  std::span<const std::string> elements = {};  // array
};

struct OperationCompleted {
  VirtualTime at;
  OperationId operation;
  Outcome outcome;
  Reply reply;  // kind none unless outcome is ok or error

  void describe(auto&& visit) const {
    visit("operation", operation);
    visit("outcome", outcome);
    visit("reply", reply);
  }
};

// ---- the effect log -----------------------------------------------------------------------------------------------

// What one replication id names. Random 64 bits drawn by the node.
enum class HistoryId : std::uint64_t { none = 0 };

enum class HistoryOrigin : std::uint8_t { process_start, promotion };

enum class EffectKind : std::uint8_t { set, deadline, del, flush };
enum class DelCause : std::uint8_t { none, client, expire, evict };

struct Effect {
  EffectKind kind;
  std::string_view key;    // empty for flush
  std::string_view value;  // set only
  Deadline deadline;       // set and deadline; nullopt is "no TTL"
  DelCause cause = DelCause::none;
};

// A node began to append under a new replication id. A child continues its parent up to `switch_offset`.
struct HistoryBegan {
  VirtualTime at;
  HostId node;
  HistoryId history;
  HistoryOrigin origin;
  HistoryId parent;             // none for process_start
  std::uint64_t switch_offset;  // 0 for process_start

  void describe(auto&& visit) const {
    visit("node", node);
    visit("history", history);
    visit("origin", origin);
    visit("parent", parent);
    visit("switch_offset", switch_offset);
  }
};

// A primary appended one entry. Entries of one command share (connection, command); the janitor's have connection none.
struct LogAppended {
  VirtualTime at;
  HostId node;
  HistoryId history;
  std::uint64_t offset;  // of this entry; the first is switch_offset + 1
  ConnectionId connection;
  std::uint64_t command;
  Effect effect;
  ClockReading clocks;

  void describe(auto&& visit) const {
    visit("node", node);
    visit("history", history);
    visit("offset", offset);
    visit("connection", connection);
    visit("command", command);
    visit("effect", effect);
    visit("clocks", clocks);
  }
};

// ---- node state, inspected ----------------------------------------------------------------------------------------

enum class Role : std::uint8_t { primary, replica };

// Taken after every callback into the node in which any of it changed.
struct NodePosition {
  VirtualTime at;
  HostId node;
  std::uint32_t incarnation;
  std::uint32_t generation;  // number of loads and promotions in this incarnation
  Role role;
  bool complete;                // holds a complete state (false: first load still running, answers -LOADING)
  bool link_up;                 // replica: streaming from its upstream
  bool holding;                 // replica: refuses an empty primary for now (replication.md, rule 6)
  HistoryId history;            // of the state it holds; none before its first load
  std::uint64_t offset;         // applied
  HostId upstream;              // replica: whom it follows
  std::uint64_t backlog_first;  // offsets that it could serve a partial resynchronisation from: first - 1 .. offset
  std::size_t connected_replicas;

  void describe(auto&& visit) const {
    visit("node", node);
    visit("incarnation", incarnation);
    visit("generation", generation);
    visit("role", role);
    visit("complete", complete);
    visit("link_up", link_up);
    visit("holding", holding);
    visit("history", history);
    visit("offset", offset);
    visit("upstream", upstream);
    visit("backlog_first", backlog_first);
    visit("connected_replicas", connected_replicas);
  }
};

struct KeyState {
  std::string_view key;
  std::string_view value;
  Deadline deadline;
};

enum class SampleReason : std::uint8_t { periodic, loaded, converging, ended };

// The physical map of a node (dead keys that it still holds included), in the order of its recency list.
struct StateSampled {
  VirtualTime at;
  HostId node;
  SampleReason reason;
  HistoryId history;
  std::uint64_t offset;
  std::span<const KeyState> keys;

  void describe(auto&& visit) const {
    visit("node", node);
    visit("reason", reason);
    visit("history", history);
    visit("offset", offset);
    visit("keys", keys);
  }
};

// ---- the wire -----------------------------------------------------------------------------------------------------

enum class ConnectionKind : std::uint8_t { client, replication };

// `from` called connect(). Every node-to-node connection is ConnectionKind::replication.
struct ConnectionOpened {
  VirtualTime at;
  ConnectionId connection;
  HostId from;
  HostId to;
  ConnectionKind kind;
  MonotonicTime monotonic;  // of `from`

  ConnectionId on_connection() const { return connection; }
  void describe(auto&& visit) const {
    visit("connection", connection);
    visit("from", from);
    visit("to", to);
    visit("kind", kind);
    visit("monotonic", monotonic);
  }
};
// One end learned that the connection stands: `side` is `from` when connect succeeded, `to` when it accepted.
struct ConnectionEstablished {
  VirtualTime at;
  ConnectionId connection;
  HostId side;
  MonotonicTime monotonic;  // of `side`

  ConnectionId on_connection() const { return connection; }
  void describe(auto&& visit) const {
    visit("connection", connection);
    visit("side", side);
    visit("monotonic", monotonic);
  }
};
enum class CloseReason : std::uint8_t {
  closed_by_process,
  aborted_by_process,
  process_died,
  reset,
  timed_out,
  refused
};
// One end let go of it, or was told of an error. Each end is reported once.
struct ConnectionClosed {
  VirtualTime at;
  ConnectionId connection;
  HostId side;
  CloseReason reason;
  MonotonicTime monotonic;  // of `side`

  ConnectionId on_connection() const { return connection; }
  void describe(auto&& visit) const {
    visit("connection", connection);
    visit("side", side);
    visit("reason", reason);
    visit("monotonic", monotonic);
  }
};

// One field of a dissected frame, as text ("offset" = "812"). Binary text is raw.
struct FrameField {
  std::string_view name;
  std::string_view value;
};

struct Frame {
  ConnectionId connection;
  HostId from;
  HostId to;
  std::string_view
      type;  // the dissector's stable name: "ping", "log_entry"; "request" and "reply" on client connections
  std::uint64_t ordinal;   // 1-based, per (from, to, type)
  std::string_view key;    // the key that it is about, if any
  std::string_view bytes;  // raw, whole
  std::span<const FrameField> fields;
};
// A whole frame was accepted by the sender's stream.
struct FrameSent {
  VirtualTime at;
  Frame frame;

  ConnectionId on_connection() const { return frame.connection; }
  void describe(auto&& visit) const { visit("frame", frame); }
};
// Its last byte is in the receiver's receive buffer.
struct FrameDelivered {
  VirtualTime at;
  Frame frame;
  MonotonicTime monotonic;  // of `frame.to`

  ConnectionId on_connection() const { return frame.connection; }
  void describe(auto&& visit) const {
    visit("frame", frame);
    visit("monotonic", monotonic);
  }
};
// Bytes of a replication connection arrived that end in the middle of a frame: its beginning is in the receiver's
// receive buffer. Not part of the event hash.
struct FramePartDelivered {
  VirtualTime at;
  ConnectionId connection;
  HostId to;
  MonotonicTime monotonic;  // of `to`

  static constexpr bool hashed = false;
  ConnectionId on_connection() const { return connection; }
};
// A message fault removed it (never the link: TCP retransmits).
struct FrameDropped {
  VirtualTime at;
  Frame frame;
  std::uint32_t fault;  // index in the plan

  ConnectionId on_connection() const { return frame.connection; }
  void describe(auto&& visit) const {
    visit("frame", frame);
    visit("fault", fault);
  }
};

// ---- faults and words ---------------------------------------------------------------------------------------------

struct FaultStarted {
  VirtualTime at;
  std::uint32_t fault;

  void describe(auto&& visit) const { visit("fault", fault); }
};
struct FaultStopped {
  VirtualTime at;
  std::uint32_t fault;

  void describe(auto&& visit) const { visit("fault", fault); }
};
// It changed something at least this once (a frame dropped, a connection's bytes delayed, a process killed …).
struct FaultEffective {
  VirtualTime at;
  std::uint32_t fault;

  void describe(auto&& visit) const { visit("fault", fault); }
};

struct Announced {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node
  seam::Severity severity;
  std::string_view event;
  std::span<const seam::Field> fields;

  void describe(auto&& visit) const {
    visit("node", node);
    visit("monotonic", monotonic);
    visit("severity", severity);
    visit("event", event);
    visit("fields", fields);
  }
};

// A timer of a node fired (for the timeline).
struct TimerFired {
  VirtualTime at;
  HostId node;

  void describe(auto&& visit) const { visit("node", node); }
};

// The last event of every run, however it ended.
struct RunEnded {
  VirtualTime at;
  std::span<const ClockReading> clocks;  // by node

  void describe(auto&& visit) const {
    for (const ClockReading& reading : clocks) visit("clocks", reading);  // their number is that of the nodes
  }
};

// ---- all of them --------------------------------------------------------------------------------------------------

// The number of an event, from 1, is its place here and part of every hash: append, never reorder. What goes through
// observers, hash and timeline follows from this list. An event has a time `at` and a `describe` that visits what it
// says, in the order of the hash; one that is `hashed = false` is for checkers alone.
using AllEvents = EventList<PhaseStarted, NodeStarted, NodeStopped, NodePaused, NodeResumed, ClockRead,
                            OperationInvoked, OperationDelivered, ReplyAccepted, OperationCompleted, HistoryBegan,
                            LogAppended, NodePosition, StateSampled, ConnectionOpened, ConnectionEstablished,
                            ConnectionClosed, FrameSent, FrameDelivered, FrameDropped, FaultStarted, FaultStopped,
                            FaultEffective, Announced, TimerFired, RunEnded, FramePartDelivered>;

// Receives every event of a run in order. Override on(const NodeStarted&) and what else you need.
using Observer = ObserverOf<AllEvents>;

// An observer that takes all events alike: `Derived` has a public template `each(const Event&)`.
template <typename Derived>
using EachEvent = EachOf<Derived, Observer, AllEvents>;

template <typename Event>
inline constexpr std::uint64_t event_number = AllEvents::number_of<Event>();

template <typename Event>
concept HashedEvent = !requires {
  requires !Event::hashed;
};

}  // namespace groundhog
