// Options of a cache, fixed at construction or changed later by Cache::configure().
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "sut/runtime/time.hpp"

namespace burrow {

struct CacheOptions {
  std::optional<seam::Milliseconds> default_ttl;  // of set() without a TTL; none: entries live until removed
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
  owner,     // this cache removes dead entries and evicts, and tells its observer
  follower,  // another one does: this one filters dead entries in reads, and removes only what apply_…() tells
};

enum class CacheError : std::uint8_t {
  too_large,          // the entry alone would exceed max_memory_bytes
  deadline_overflow,  // the deadline does not fit into 64 bits of milliseconds
};

}  // namespace burrow
