// Entries with a deadline, the earliest first; equal deadlines leave in the order in which they were set.
//
// A binary heap of (deadline, sequence) in which each entry knows its place, so that a deadline that changes or goes
// away takes its old place with it: there are never stale elements to skip. Does not own the entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sut/runtime/assert.hpp"

namespace burrow {

template <typename Entry>
class ExpiryIndex {
 public:
  std::size_t size() const { return heap_.size(); }
  Entry* earliest() const { return heap_.empty() ? nullptr : heap_.front(); }

  // entry.deadline must be set, and must not change while the entry is in here.
  void insert(Entry& entry) {
    SEAM_ASSERT(entry.deadline.has_value());
    entry.expiry_sequence = next_sequence_++;
    heap_.push_back(&entry);
    sift_up(heap_.size() - 1);
  }

  void erase(Entry& entry) {
    const std::size_t hole = entry.expiry_position;
    SEAM_ASSERT(hole < heap_.size() && heap_[hole] == &entry);
    Entry* const last = heap_.back();
    heap_.pop_back();
    if (last == &entry) return;
    place(hole, last);
    sift_up(hole);
    sift_down(last->expiry_position);
  }

  // Every entry knows its place, and none leaves before its parent.
  bool is_consistent() const {
    for (std::size_t at = 0; at < heap_.size(); ++at) {
      if (heap_[at]->expiry_position != at) return false;
      if (at > 0 && leaves_before(*heap_[at], *heap_[(at - 1) / 2])) return false;
    }
    return true;
  }

 private:
  static bool leaves_before(const Entry& left, const Entry& right) {
    if (*left.deadline != *right.deadline) return *left.deadline < *right.deadline;
    return left.expiry_sequence < right.expiry_sequence;
  }

  void place(std::size_t at, Entry* entry) {
    heap_[at] = entry;
    entry->expiry_position = at;
  }

  void sift_up(std::size_t at) {
    Entry* const entry = heap_[at];
    while (at > 0 && leaves_before(*entry, *heap_[(at - 1) / 2])) {
      place(at, heap_[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    place(at, entry);
  }

  void sift_down(std::size_t at) {
    Entry* const entry = heap_[at];
    while (true) {
      std::size_t child = 2 * at + 1;
      if (child >= heap_.size()) break;
      if (child + 1 < heap_.size() && leaves_before(*heap_[child + 1], *heap_[child])) ++child;
      if (!leaves_before(*heap_[child], *entry)) break;
      place(at, heap_[child]);
      at = child;
    }
    place(at, entry);
  }

  std::vector<Entry*> heap_;
  std::uint64_t next_sequence_ = 0;
};

}  // namespace burrow
