// Counters of a cache since its construction. They are atomics: anybody may read them at any time without the lock.
//
// At rest: loaded + created - deleted - expired - evicted - flushed - replaced = entries held.
#pragma once

#include <atomic>
#include <cstdint>

namespace burrow {

// Why an entry left.
enum class RemovalCause : std::uint8_t { client, expire, evict };

class Counter {
 public:
  void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct CacheStatistics {
  Counter hits;      // reads that found a live entry
  Counter misses;    // reads that did not
  Counter sets;      // values stored, overwrites included
  Counter created;   // values stored under a key that was not held
  Counter loaded;    // entries that replace_all() brought
  Counter deleted;   // RemovalCause::client
  Counter expired;   // RemovalCause::expire
  Counter evicted;   // RemovalCause::evict
  Counter flushed;   // entries that a flush removed
  Counter replaced;  // entries that replace_all() discarded

  Counter& removed(RemovalCause cause) {
    switch (cause) {
      case RemovalCause::client:
        return deleted;
      case RemovalCause::expire:
        return expired;
      case RemovalCause::evict:
        return evicted;
    }
    return deleted;
  }

  std::uint64_t accounted() const {
    const std::uint64_t arrived = loaded.value() + created.value();
    const std::uint64_t left = deleted.value() + expired.value() + evicted.value() + flushed.value() + replaced.value();
    return arrived - left;
  }
};

}  // namespace burrow
