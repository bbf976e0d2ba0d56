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
};
struct NodeStopped {
  VirtualTime at;
  HostId node;
  bool host_failed;  // the machine lost power: nothing more leaves it
};
struct NodePaused {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node
};
struct NodeResumed {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node
};

// The node asked for the wall time: the readings that its expiry clock is made of.
struct ClockRead {
  VirtualTime at;
  HostId node;
  ClockReading clocks;
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
};
// The last byte of the request is in the node's receive buffer: `inv` of P1–P5.
struct OperationDelivered {
  VirtualTime at;
  OperationId operation;
  HostId node;
  ClockReading clocks;  // of that node
};
// The node's stream accepted the first byte of the reply: `ret` of P1–P5.
struct ReplyAccepted {
  VirtualTime at;
  OperationId operation;
  HostId node;
  ClockReading clocks;  // of that node
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
};
// One end learned that the connection stands: `side` is `from` when connect succeeded, `to` when it accepted.
struct ConnectionEstablished {
  VirtualTime at;
  ConnectionId connection;
  HostId side;
  MonotonicTime monotonic;  // of `side`
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
};
// Its last byte is in the receiver's receive buffer.
struct FrameDelivered {
  VirtualTime at;
  Frame frame;
  MonotonicTime monotonic;  // of `frame.to`
};
// Bytes of a replication connection arrived that end in the middle of a frame: its beginning is in the receiver's
// receive buffer. Not part of the event hash.
struct FramePartDelivered {
  VirtualTime at;
  ConnectionId connection;
  HostId to;
  MonotonicTime monotonic;  // of `to`
};
// A message fault removed it (never the link: TCP retransmits).
struct FrameDropped {
  VirtualTime at;
  Frame frame;
  std::uint32_t fault;  // index in the plan
};

// ---- faults and words ---------------------------------------------------------------------------------------------

struct FaultStarted {
  VirtualTime at;
  std::uint32_t fault;
};
struct FaultStopped {
  VirtualTime at;
  std::uint32_t fault;
};
// It changed something at least this once (a frame dropped, a connection's bytes delayed, a process killed …).
struct FaultEffective {
  VirtualTime at;
  std::uint32_t fault;
};

struct Announced {
  VirtualTime at;
  HostId node;
  MonotonicTime monotonic;  // of the node
  seam::Severity severity;
  std::string_view event;
  std::span<const seam::Field> fields;
};

// A timer of a node fired (for the timeline).
struct TimerFired {
  VirtualTime at;
  HostId node;
};

// The last event of every run, however it ended.
struct RunEnded {
  VirtualTime at;
  std::span<const ClockReading> clocks;  // by node
};

// ---- observers ----------------------------------------------------------------------------------------------------

// Receives every event of a run in order. Override what you need.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on(const PhaseStarted&) {}
  virtual void on(const NodeStarted&) {}
  virtual void on(const NodeStopped&) {}
  virtual void on(const NodePaused&) {}
  virtual void on(const NodeResumed&) {}
  virtual void on(const ClockRead&) {}
  virtual void on(const OperationInvoked&) {}
  virtual void on(const OperationDelivered&) {}
  virtual void on(const ReplyAccepted&) {}
  virtual void on(const OperationCompleted&) {}
  virtual void on(const HistoryBegan&) {}
  virtual void on(const LogAppended&) {}
  virtual void on(const NodePosition&) {}
  virtual void on(const StateSampled&) {}
  virtual void on(const ConnectionOpened&) {}
  virtual void on(const ConnectionEstablished&) {}
  virtual void on(const ConnectionClosed&) {}
  virtual void on(const FrameSent&) {}
  virtual void on(const FrameDelivered&) {}
  virtual void on(const FramePartDelivered&) {}
  virtual void on(const FrameDropped&) {}
  virtual void on(const FaultStarted&) {}
  virtual void on(const FaultStopped&) {}
  virtual void on(const FaultEffective&) {}
  virtual void on(const Announced&) {}
  virtual void on(const TimerFired&) {}
  virtual void on(const RunEnded&) {}
};

}  // namespace groundhog
