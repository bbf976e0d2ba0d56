// The state of a node at one offset, frozen: what a full synchronisation sends. Replicas that join at the same time
// share one. Entries are copied when the first of them needs them, so that nobody waits for a copy of everything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "sut/cache/entry.hpp"
#include "sut/replication/checksum.hpp"
#include "sut/replication/history.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow {

using SnapshotEntry = EntryItem<std::string, std::string>;

// Which state it is.
struct SnapshotHead {
  History history;
  Offset offset = 0;
  Checksum log_checksum = Checksum::empty;
  std::uint64_t key_count = 0;
};

class Snapshot {
 public:
  // The next entry of the frozen state, from the least to the most recently used.
  using CopyNext = std::function<std::optional<SnapshotEntry>()>;

  Snapshot(const SnapshotHead& snapshot_head, CopyNext copy_next)
      : head(snapshot_head), copy_next_(std::move(copy_next)) {}

  const SnapshotHead head;

  // `index` goes up by one from call to call of one reader and stays below head.key_count.
  const SnapshotEntry& entry(std::size_t index) {
    SEAM_ASSERT(index <= entries_.size() && index < head.key_count);
    if (index == entries_.size()) {
      auto copied = copy_next_();
      SEAM_ASSERT(copied.has_value());
      entries_.push_back(std::move(*copied));
    }
    return entries_[index];
  }

  // For when nobody reads it any more. False: nothing is left.
  [[nodiscard]] bool free_some(std::size_t limit) {
    for (; !entries_.empty() && limit > 0; --limit) entries_.pop_front();
    return !entries_.empty();
  }

 private:
  CopyNext copy_next_;
  std::deque<SnapshotEntry> entries_;  // so far
};

}  // namespace burrow
