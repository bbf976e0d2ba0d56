// Which history a node's state belongs to, and whether another node's place lies on it.
#pragma once

#include <cstdint>
#include <string_view>

#include "sut/replication/checksum.hpp"
#include "sut/replication/ids.hpp"

namespace burrow {

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
