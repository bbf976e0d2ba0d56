// Finds entries by key: separate chaining through a hook in the entry, power-of-two buckets, at most one entry per
// bucket on average. Does not own the entries, and offers no iteration: its order depends on the hash and must never
// show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sut/runtime/assert.hpp"

namespace burrow {

template <typename Entry>
class HashIndex {
 public:
  std::size_t size() const { return size_; }

  template <typename KeyView>
  Entry* find(std::uint64_t hash, const KeyView& key) const {
    if (buckets_.empty()) return nullptr;
    Entry* entry = buckets_[bucket_of(hash)];
    while (entry != nullptr && !(entry->hash == hash && entry->key == key)) entry = entry->next_in_bucket;
    return entry;
  }

  // The key must not be there yet; entry.hash must be set.
  void insert(Entry& entry) {
    if (size_ == buckets_.size()) grow();
    push(entry);
    ++size_;
  }

  void erase(Entry& entry) {
    Entry** link = &buckets_[bucket_of(entry.hash)];
    while (*link != &entry) {
      BURROW_ASSERT(*link != nullptr);
      link = &(*link)->next_in_bucket;
    }
    *link = entry.next_in_bucket;
    entry.next_in_bucket = nullptr;
    --size_;
  }

 private:
  static constexpr std::size_t initial_buckets = 16;

  std::size_t bucket_of(std::uint64_t hash) const { return hash & (buckets_.size() - 1); }

  void push(Entry& entry) {
    Entry*& head = buckets_[bucket_of(entry.hash)];
    entry.next_in_bucket = head;
    head = &entry;
  }

  void grow() {
    std::vector<Entry*> old(buckets_.empty() ? initial_buckets : buckets_.size() * 2, nullptr);
    old.swap(buckets_);
    for (Entry* entry : old) {
      while (entry != nullptr) {
        Entry* const next = entry->next_in_bucket;
        push(*entry);
        entry = next;
      }
    }
  }

  std::vector<Entry*> buckets_;
  std::size_t size_ = 0;
};

}  // namespace burrow
