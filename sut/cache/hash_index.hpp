// Finds entries by key: separate chaining through a hook in the entry, power-of-two buckets, at most one entry per
// bucket on average. Does not own the entries, and offers no iteration: its order depends on the hash and must never
// show.
//
// It grows without stopping: for a while there are two tables, and each change moves a few buckets from the old one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace burrow {

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

}  // namespace burrow
