// Options of a cache, and what it counts.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "sut/runtime/time.hpp"

namespace burrow {

// Fixed at construction, or changed later by Cache::configure().
struct CacheOptions {
  std::optional<seam::Milliseconds> default_ttl;  // of set() without a TTL; none: entries stay until removed
  seam::Duration janitor_interval =
      std::chrono::seconds(1);       // between sweeps of dead entries; 0: no janitor, expiry is lazy only
  std::size_t janitor_batch = 1000;  // entries that one sweep removes at most, under one lock
  std::size_t capacity = 0;          // entries; 0: no limit
  std::size_t max_memory_bytes = 0;  // of keys, values and a constant for each entry; 0: no limit

  // With a limit a read moves recency, and needs the exclusive lock.
  bool is_limited() const { return capacity != 0 || max_memory_bytes != 0; }
};

// Who decides about expiry and eviction.
enum class Authority : std::uint8_t {
  owner,     // this cache removes dead entries and evicts, and informs its observer
  follower,  // another one does: this one filters dead entries in reads, and removes only what apply_…() names
};

enum class CacheError : std::uint8_t {
  too_large,          // the entry alone would exceed max_memory_bytes
  deadline_overflow,  // the deadline does not fit into 64 bits of milliseconds
};

// Counters of a cache since its construction. They are atomics: any thread may read them at any time without the lock.
//
// At rest: loaded + created - deleted - expired - evicted - flushed - replaced = entries held.

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
