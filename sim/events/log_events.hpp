// What a replicated log with keys shows: histories, appends, positions and samples. LogAppended and HistoryBegan are
// decoded from announcements of the append hook; NodePosition and StateSampled are the node's memory, inspected from
// outside.
//
// Text and spans are borrowed: valid during Observer::on() only.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/events/events.hpp"
#include "sim/events/fields.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

// When a key dies, as events say it: whole milliseconds on an expiry clock, since the Unix epoch.

struct ExpiryClockTag;
using ExpiryTime = std::chrono::time_point<ExpiryClockTag, seam::Milliseconds>;

// nullopt means "no TTL", which is never a 0.
using Deadline = std::optional<ExpiryTime>;

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

  GROUNDHOG_FIELDS(node, history, origin, parent, switch_offset)
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

  GROUNDHOG_FIELDS(node, history, offset, connection, command, effect, clocks)
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

  GROUNDHOG_FIELDS(node, incarnation, generation, role, complete, link_up, holding, history, offset, upstream,
                   backlog_first, connected_replicas)
};

struct KeyState {
  std::string_view key;
  std::string_view value;
  Deadline deadline;
};

// What a process says for its operators: how many keys came and left since its start, and what it holds.
struct ProcessCounts {
  std::uint64_t loaded = 0;    // that full synchronisations brought
  std::uint64_t replaced = 0;  // that those discarded
  std::uint64_t created = 0;   // set while they were not held
  std::uint64_t deleted = 0;   // by clients
  std::uint64_t expired = 0;
  std::uint64_t evicted = 0;
  std::uint64_t flushed = 0;
  std::uint64_t keys = 0;
  std::uint64_t keys_with_deadline = 0;
  std::uint64_t weight_bytes = 0;          // what `maxmemory` limits
  std::uint64_t unsent_to_peer_bytes = 0;  // to the one that is furthest behind
};

// What a node has of its machine, and says of itself.
struct NodeUsage {
  std::size_t timers;       // that are pending
  std::size_t connections;  // that its process has not let go of
  std::optional<ProcessCounts> counts;
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
  const NodeUsage* usage = nullptr;  // at that instant; for checkers alone, no part of the event hash. Null: not known

  GROUNDHOG_FIELDS(node, reason, history, offset, keys)
};

}  // namespace groundhog
