// Which history a node's state belongs to, and whether another node's place lies on it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sut/replication/checksum.hpp"

namespace burrow {

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

}  // namespace burrow
