// The indexes that hold the entries of a store through hooks in them: by key, by deadline, by recency, by number. None
// owns an entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "sut/runtime/assert.hpp"

namespace burrow {

// Finds entries by key: separate chaining through a hook in the entry, power-of-two buckets, at most one entry per
// bucket on average. It offers no iteration: its order depends on the hash and must never show.
//
// It grows without stopping: for a while there are two tables, and each change moves a few buckets from the old one.
template <typename Entry>
class HashIndex {
 public:
  std::size_t size() const { return size_; }

  template <typename KeyView>
  Entry* find(std::uint64_t hash, const KeyView& key) const {
    Entry* const entry = buckets_.find(hash, key);
    return entry != nullptr ? entry : old_.find(hash, key);
  }

  // The key must not be there yet; entry.hash must be set.
  void insert(Entry& entry) {
    if (size_ == buckets_.count()) grow();
    buckets_.push(entry);
    ++size_;
    move_some();
  }

  void erase(Entry& entry) {
    const bool held = buckets_.unlink(entry) || old_.unlink(entry);
    SEAM_ASSERT(held);
    --size_;
    move_some();
  }

 private:
  static constexpr std::size_t initial_buckets = 16;
  // With two, a table is empty before as many entries came as it had.
  static constexpr std::size_t moved_at_once = 2;

  class Table {
   public:
    Table() = default;
    // The kernel hands out large zeroed tables page by page, as they are touched.
    explicit Table(std::size_t count)
        : count_(count), buckets_(static_cast<Entry**>(std::calloc(count, sizeof(Entry*)))) {
      SEAM_ASSERT(buckets_ != nullptr);
    }

    std::size_t count() const { return count_; }

    template <typename KeyView>
    Entry* find(std::uint64_t hash, const KeyView& key) const {
      if (count_ == 0) return nullptr;
      Entry* entry = at(hash);
      while (entry != nullptr && !(entry->hash == hash && entry->key == key)) entry = entry->next_in_bucket;
      return entry;
    }

    void push(Entry& entry) {
      Entry*& head = at(entry.hash);
      entry.next_in_bucket = head;
      head = &entry;
    }

    // False if the entry is not here.
    bool unlink(Entry& entry) {
      if (count_ == 0) return false;
      Entry** link = &at(entry.hash);
      while (*link != nullptr && *link != &entry) link = &(*link)->next_in_bucket;
      if (*link == nullptr) return false;
      *link = std::exchange(entry.next_in_bucket, nullptr);
      return true;
    }

    // The whole chain of a bucket, which is empty then.
    Entry* take(std::size_t bucket) { return std::exchange(buckets_.get()[bucket], nullptr); }

   private:
    struct Free {
      void operator()(Entry** buckets) const { std::free(buckets); }
    };

    Entry*& at(std::uint64_t hash) const { return buckets_.get()[hash & (count_ - 1)]; }

    std::size_t count_ = 0;
    std::unique_ptr<Entry*, Free> buckets_;
  };

  void grow() {
    SEAM_ASSERT(old_.count() == 0);
    old_ = std::exchange(buckets_, Table(buckets_.count() == 0 ? initial_buckets : buckets_.count() * 2));
    moved_ = 0;
  }

  void move_some() {
    for (std::size_t i = 0; i < moved_at_once && old_.count() > 0; ++i) {
      Entry* entry = old_.take(moved_++);
      while (entry != nullptr) buckets_.push(*std::exchange(entry, entry->next_in_bucket));
      if (moved_ == old_.count()) old_ = Table();
    }
  }

  Table buckets_;
  Table old_;              // while it grows
  std::size_t moved_ = 0;  // buckets of old_ that are empty for good
  std::size_t size_ = 0;
};

// Entries with a deadline, the earliest first; equal deadlines leave in the order in which they were set.
//
// A binary heap of (deadline, sequence) in which each entry knows its place, so that a deadline that changes or goes
// away takes its old place with it: there are never stale elements to skip.

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

// Entries from the least to the most recently used: an intrusive doubly linked list.
// Each has a stamp that grows from the least to the most recent, from 1 up.

template <typename Entry>
class RecencyList {
 public:
  std::size_t size() const { return size_; }
  Entry* oldest() const { return oldest_; }
  Entry* newest() const { return newest_; }

  void push_newest(Entry& entry) {
    entry.older = newest_;
    entry.newer = nullptr;
    entry.recency_stamp = ++last_stamp_;
    (newest_ != nullptr ? newest_->newer : oldest_) = &entry;
    newest_ = &entry;
    ++size_;
  }

  void erase(Entry& entry) {
    (entry.older != nullptr ? entry.older->newer : oldest_) = entry.newer;
    (entry.newer != nullptr ? entry.newer->older : newest_) = entry.older;
    entry.older = nullptr;
    entry.newer = nullptr;
    --size_;
  }

  void move_to_newest(Entry& entry) {
    if (newest_ == &entry) return;
    erase(entry);
    push_newest(entry);
  }

 private:
  Entry* oldest_ = nullptr;
  Entry* newest_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t last_stamp_ = 0;
};

// Entries by number, 0 … size - 1, without gaps: what SCAN walks and RANDOMKEY draws from. The order is that in which
// entries came and left, and no hash's.
//
// An entry that leaves gives its number to the last one. A walk from the highest number down therefore meets every
// entry that stays throughout, whatever comes and leaves meanwhile: what moves below it has been met already, or lies
// below anyway.

template <typename Entry>
class NumberedList {
 public:
  std::size_t size() const { return entries_.size(); }
  Entry& at(std::size_t number) const { return *entries_[number]; }

  void push(Entry& entry) {
    entry.number = entries_.size();
    entries_.push_back(&entry);
  }

  void erase(Entry& entry) {
    Entry* const last = entries_.back();
    entries_[entry.number] = last;
    last->number = entry.number;
    entries_.pop_back();
  }

 private:
  std::vector<Entry*> entries_;
};

}  // namespace burrow
