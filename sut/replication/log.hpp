// What is replicated: histories, the effects in their logs, and a node's own log with the recent entries before its
// place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "sut/cache/deadline.hpp"
#include "sut/cache/options.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

// Checksums of frames, logs and states (XXH64 by Yann Collet, through xxhash.h). They guard against damage and
// divergence, not against an adversary.
enum class Checksum : std::uint64_t { empty = 0 };

constexpr std::uint64_t raw(Checksum checksum) { return static_cast<std::uint64_t>(checksum); }

Checksum checksum_of(std::string_view bytes);

// The running checksum of a log after one more entry.
Checksum extend(Checksum log, std::string_view entry);

// Digest of a state: a sum over its keys, so that the order in which they are visited does not matter.
class StateDigest {
 public:
  void add(std::string_view key, std::string_view value, const Deadline& deadline);
  Checksum value() const { return Checksum{sum_}; }

 private:
  std::uint64_t sum_ = 0;
};

// Identities: random 64 bits each, drawn through the seam.

// One running process; new at every start. Two nodes that name the same one are in a cycle.
enum class ProcessId : std::uint64_t { none = 0 };

// What one history is called. New at process start and at promotion.
enum class ReplicationId : std::uint64_t { none = 0 };

constexpr std::uint64_t raw(ProcessId id) { return static_cast<std::uint64_t>(id); }
constexpr std::uint64_t raw(ReplicationId id) { return static_cast<std::uint64_t>(id); }

// The place of an entry in a history's log. The first entry of a process's own history has offset 1.
using Offset = std::uint64_t;

enum class HistoryOrigin : std::uint8_t { process_start, promotion };

constexpr std::string_view to_string(HistoryOrigin origin) {
  return origin == HistoryOrigin::promotion ? "promotion" : "process_start";
}

// A child continues its parent up to the switch offset: the parent's entries 1 … switch_offset are the child's, too.
struct History {
  ReplicationId id = ReplicationId::none;
  HistoryOrigin origin = HistoryOrigin::process_start;
  ReplicationId parent = ReplicationId::none;
  Offset switch_offset = 0;

  friend bool operator==(const History&, const History&) = default;

  bool known() const { return id != ReplicationId::none; }
  // Whether offset `offset` of history `other` is a place of this history as well.
  bool contains(ReplicationId other, Offset offset) const {
    if (other == ReplicationId::none) return false;
    if (other == id) return true;
    return other == parent && offset <= switch_offset;
  }
};

// The place that a replica has reached and wants to resume from.
struct Place {
  ReplicationId history = ReplicationId::none;
  Offset offset = 0;
  Checksum checksum = Checksum::empty;  // of the log up to `offset`

  friend bool operator==(const Place&, const Place&) = default;
};

// What the log holds: effects, never commands. An effect carries no option, no condition, no increment and no relative
// time, so that applying it needs neither a clock nor a decision.

enum class EffectKind : std::uint8_t { set, deadline, del, flush };
constexpr std::string_view to_string(EffectKind kind) {
  constexpr std::string_view names[] = {"set", "deadline", "del", "flush"};
  return names[static_cast<std::size_t>(kind)];
}

// "-" where there is none.
constexpr std::string_view to_string(std::optional<RemovalCause> cause) {
  constexpr std::string_view names[] = {"client", "expire", "evict"};
  return cause ? names[static_cast<std::size_t>(*cause)] : "-";
}

// Text is borrowed: an effect is valid for one call.
struct Effect {
  EffectKind kind;
  std::string_view key;                              // empty for flush
  std::string_view value;                            // set only
  Deadline deadline;                                 // set and deadline
  std::optional<RemovalCause> cause = std::nullopt;  // del only

  static Effect set(std::string_view key, std::string_view value, Deadline deadline) {
    return {EffectKind::set, key, value, deadline};
  }
  static Effect set_deadline(std::string_view key, Deadline deadline) {
    return {EffectKind::deadline, key, {}, deadline};
  }
  static Effect del(std::string_view key, RemovalCause cause) { return {EffectKind::del, key, {}, {}, cause}; }
  static Effect flush() { return {EffectKind::flush, {}, {}, {}}; }
};

// The same with text of its own.
class OwnedEffect {
 public:
  explicit OwnedEffect(const Effect& effect)
      : kind_(effect.kind), key_(effect.key), value_(effect.value), deadline_(effect.deadline), cause_(effect.cause) {}

  Effect view() const { return {kind_, key_, value_, deadline_, cause_}; }

 private:
  EffectKind kind_;
  std::string key_;
  std::string value_;
  Deadline deadline_;
  std::optional<RemovalCause> cause_;
};

// A node's log: its place in its history, and the recent entries before it.

// The recent part of a log, kept so that replicas can resume. Every node keeps one: a primary's grows by its own
// effects, a replica's by the entries that it applied; a promotion continues it, a load empties it.
//
// Entries first() … end() are held. The checksum at first() - 1 is kept, too, so that a replica which has everything
// before the first entry can still resume.
struct BacklogOptions {
  std::size_t limit_bytes = 1024 * 1024;
  // While a replica loads a snapshot, entries behind it are kept beyond the limit up to this much.
  std::size_t sync_buffer_bytes = 64 * 1024 * 1024;
};

class Backlog {
 public:
  struct Entry {
    std::string body;   // encoded effect (frame.hpp): what the wire and the checksum are made of
    Checksum checksum;  // of the log after this entry
  };

  explicit Backlog(BacklogOptions options) : options_(options) {}

  // Forgets everything: the log continues behind `offset`.
  void reset(Offset offset, Checksum checksum);

  // Appends entry end() + 1. Old entries leave beyond the limit, the newest never does. Entries from `pinned` on stay
  // until the sync buffer is full; nullopt pins nothing.
  void append(std::string body, std::optional<Offset> pinned);

  Offset first() const { return before_first_ + 1; }
  Offset end() const { return before_first_ + entries_.size(); }
  Checksum end_checksum() const { return entries_.empty() ? before_first_checksum_ : entries_.back().checksum; }
  std::size_t size_bytes() const { return size_bytes_; }

  // first() <= offset <= end().
  const Entry& at(Offset offset) const;

  // Of the log up to `offset`; nullopt unless first() - 1 <= offset <= end().
  std::optional<Checksum> checksum_at(Offset offset) const;

 private:
  static std::size_t cost_bytes(const Entry& entry);

  BacklogOptions options_;
  std::deque<Entry> entries_;
  Offset before_first_ = 0;
  Checksum before_first_checksum_ = Checksum::empty;
  std::size_t size_bytes_ = 0;
};

// A node's place in its history and the recent entries before it: the one thing that a promotion, a load, an append and
// an applied entry change together.

class ReplicationLog {
 public:
  explicit ReplicationLog(BacklogOptions options) : backlog_(options) {}

  const History& history() const { return history_; }
  const Backlog& backlog() const { return backlog_; }
  Place place() const { return {history_.id, backlog_.end(), backlog_.end_checksum()}; }

  // A process begins its own history, empty, at offset 0.
  void begin(ReplicationId id);
  // A child of the current history begins here; the backlog continues.
  void promote(ReplicationId id);
  // A loaded state replaces everything.
  void load(const History& history, Offset offset, Checksum checksum);
  // The upstream accepted our place on its history; the backlog continues.
  void follow(const History& history);

  // Appends an effect of our own and returns its offset. Entries from `pinned` on are kept for a loading replica.
  // `more`: the next one belongs to the same step.
  Offset append(const Effect& effect, std::optional<Offset> pinned, bool more = false);
  // Appends an entry of the upstream verbatim. False, and nothing changes, if it does not continue our log.
  [[nodiscard]] bool append_verbatim(Offset offset, Checksum checksum, std::string_view body,
                                     std::optional<Offset> pinned);

  // Whether a replica at `place` can be served from the backlog.
  bool can_resume(const Place& place) const;

 private:
  History history_;
  Backlog backlog_;
};

}  // namespace burrow
