// What every system shows: phases, processes and their clocks, client operations, the wire, faults, announcements. All
// of it is the simulator's own view of wire, seam and client, except Announced: what a node says about itself, for
// explanation and coverage, never as proof.
//
// Text and spans are borrowed: valid during Observer::on() only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/core/ids.hpp"
#include "sim/core/virtual_time.hpp"
#include "sim/events/fields.hpp"
#include "sut/runtime/runtime.hpp"
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

  GROUNDHOG_FIELDS(phase)
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

  GROUNDHOG_FIELDS(node, incarnation, clocks)
};
struct NodeStopped {
  VirtualTime at;
  HostId node;
  bool host_failed;  // the machine lost power: nothing more leaves it

  GROUNDHOG_FIELDS(node, host_failed)
};
struct NodePaused {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node

  GROUNDHOG_FIELDS(node, monotonic)
};
struct NodeResumed {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node

  GROUNDHOG_FIELDS(node, monotonic)
};

// A callback of its process takes time: by its clocks it does nothing else meanwhile. Not part of the event hash.
struct NodeBusy {
  VirtualTime at;  // of the callback
  HostId node;
  MonotonicTime from;
  MonotonicTime to;
  VirtualTime until;  // the instant of `to`

  static constexpr bool hashed = false;
};

// The node asked for the wall time: the readings that its expiry clock is made of.
struct ClockRead {
  VirtualTime at;
  HostId node;
  ClockReading clocks;

  GROUNDHOG_FIELDS(node, clocks)
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

  GROUNDHOG_FIELDS(operation, client, node, connection, command, arguments)
};
// The last byte of the request is in the node's receive buffer: `inv` of P1–P5.
struct OperationDelivered {
  VirtualTime at;
  OperationId operation;
  HostId node;
  ClockReading clocks;  // of that node

  GROUNDHOG_FIELDS(operation, node, clocks)
};
// The node's stream accepted the first byte of the reply: `ret` of P1–P5.
struct ReplyAccepted {
  VirtualTime at;
  OperationId operation;
  HostId node;
  ClockReading clocks;  // of that node

  GROUNDHOG_FIELDS(operation, node, clocks)
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
  std::string_view text = {};            // status, error, text
  std::int64_t integer = 0;              // integer
  std::span<const Reply> elements = {};  // array
};

struct OperationCompleted {
  VirtualTime at;
  OperationId operation;
  Outcome outcome;
  Reply reply;  // kind none unless outcome is ok or error

  GROUNDHOG_FIELDS(operation, outcome, reply)
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
  bool led_astray = false;  // a fault answered with another host than was asked for; no part of the event hash

  ConnectionId on_connection() const { return connection; }
  GROUNDHOG_FIELDS(connection, from, to, kind, monotonic)
};
// One end learned that the connection stands: `side` is `from` when connect succeeded, `to` when it accepted.
struct ConnectionEstablished {
  VirtualTime at;
  ConnectionId connection;
  HostId side;
  MonotonicTime monotonic;  // of `side`

  ConnectionId on_connection() const { return connection; }
  GROUNDHOG_FIELDS(connection, side, monotonic)
};
enum class CloseReason : std::uint8_t {
  closed_by_process,
  aborted_by_process,
  process_died,
  reset,
  timed_out,
  refused
};
// One end let go of it, or learnt of an error. Each end is reported once.
struct ConnectionClosed {
  VirtualTime at;
  ConnectionId connection;
  HostId side;
  CloseReason reason;
  MonotonicTime monotonic;  // of `side`

  ConnectionId on_connection() const { return connection; }
  GROUNDHOG_FIELDS(connection, side, reason, monotonic)
};

// A process has ended its direction (FIN): it may still read, and answers nothing more. Not part of the event hash.
struct ConnectionEnded {
  VirtualTime at;
  ConnectionId connection;
  HostId side;

  static constexpr bool hashed = false;
  ConnectionId on_connection() const { return connection; }
};

// A kernel had no room for all that its process wrote: the rest waits in the process until there is room again.
struct ShortWrite {
  VirtualTime at;
  ConnectionId connection;
  HostId side;
  std::uint64_t offered_bytes;
  std::uint64_t accepted_bytes;

  static constexpr std::string_view word = "full";
  ConnectionId on_connection() const { return connection; }
  GROUNDHOG_FIELDS(connection, side, offered_bytes, accepted_bytes)
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
  GROUNDHOG_FIELDS(frame)
};
// Its last byte is in the receiver's receive buffer.
struct FrameDelivered {
  VirtualTime at;
  Frame frame;
  MonotonicTime monotonic;  // of `frame.to`

  ConnectionId on_connection() const { return frame.connection; }
  GROUNDHOG_FIELDS(frame, monotonic)
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
  GROUNDHOG_FIELDS(frame, fault)
};

// A message fault let something else arrive than was sent.
struct FrameChanged {
  enum class Change : std::uint8_t { duplicated, corrupted, cut };

  VirtualTime at;
  Frame frame;  // as it was sent
  std::uint32_t fault;
  Change change;

  ConnectionId on_connection() const { return frame.connection; }
  GROUNDHOG_FIELDS(frame, fault, change)
};

// ---- faults and words ---------------------------------------------------------------------------------------------

struct FaultStarted {
  VirtualTime at;
  std::uint32_t fault;

  GROUNDHOG_FIELDS(fault)
};
struct FaultStopped {
  VirtualTime at;
  std::uint32_t fault;

  GROUNDHOG_FIELDS(fault)
};
// It changed something at least this once (a frame dropped, a connection's bytes delayed, a process killed …). Of a
// command of the operator: a node accepted it, each time.
struct FaultEffective {
  VirtualTime at;
  std::uint32_t fault;

  GROUNDHOG_FIELDS(fault)
};

struct Announced {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node
  seam::Severity severity;
  std::string_view event;
  std::span<const seam::Field> fields;

  GROUNDHOG_FIELDS(node, monotonic, severity, event, fields)
};

// A timer of a node fired (for the timeline).
struct TimerFired {
  VirtualTime at;
  HostId node;

  GROUNDHOG_FIELDS(node)
};

// A timer of a node is due and fires late, as the kernel wakes its process late. Until then it may hear of its sockets.
// Not part of the event hash.
struct TimerLate {
  VirtualTime at;
  HostId node;
  MonotonicTime from;  // of the node: now
  MonotonicTime to;    // when it fires
  VirtualTime until;   // the instant of `to`

  static constexpr bool hashed = false;
};

// The last event of every run, however it ended.
struct RunEnded {
  VirtualTime at;
  std::span<const ClockReading> clocks;  // by node

  void describe(auto&& visit) const {
    for (const ClockReading& reading : clocks) visit("clocks", reading);  // their number is that of the nodes
  }
};

// ---- the list -----------------------------------------------------------------------------------------------------

struct HistoryBegan;  // log_events.hpp
struct LogAppended;
struct NodePosition;
struct StateSampled;

template <typename... Events>
struct EventList {};

// The number of an event, from 1, is its place here and part of every hash: append, never reorder. What goes through
// observers, hash and timeline follows from this list. An event has a time `at` and a `describe` that visits what it
// says, in the order of the hash; one that is `hashed = false` is for checkers alone.
using AllEvents =
    EventList<PhaseStarted, NodeStarted, NodeStopped, NodePaused, NodeResumed, ClockRead, OperationInvoked,
              OperationDelivered, ReplyAccepted, OperationCompleted, HistoryBegan, LogAppended, NodePosition,
              StateSampled, ConnectionOpened, ConnectionEstablished, ConnectionClosed, FrameSent, FrameDelivered,
              FrameDropped, FaultStarted, FaultStopped, FaultEffective, Announced, TimerFired, RunEnded,
              FramePartDelivered, ShortWrite, FrameChanged, NodeBusy, TimerLate, ConnectionEnded>;

}  // namespace groundhog
