// One key of the cache, and the hooks by which three indexes hold it: one allocation for each key.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sut/cache/deadline.hpp"
#include "sut/cache/views.hpp"

namespace burrow {

// What an entry says, without the hooks.
template <typename Key, typename Value>
struct EntryItem {
  Key key;
  Value value;
  Deadline deadline;

  friend bool operator==(const EntryItem&, const EntryItem&) = default;
};

template <typename Key, typename Value>
struct Entry {
  Key key;
  Value value;
  Deadline deadline;

  // Hooks; each belongs to the index that its name says.
  std::uint64_t hash = 0;
  Entry* next_in_bucket = nullptr;
  Entry* older = nullptr;
  Entry* newer = nullptr;
  std::uint64_t recency_stamp = 0;
  std::uint64_t expiry_sequence = 0;
  std::size_t expiry_position = 0;
  std::uint64_t listed_in = 0;

  // A constant for the hooks and the allocation, the same on every platform: evictions must not depend on it.
  static constexpr std::size_t overhead_bytes = 128;

  static std::size_t weight(View<Key> key, View<Value> value) {
    return weight_of(key) + weight_of(value) + overhead_bytes;
  }
  std::size_t weight() const { return weight(key, value); }
};

}  // namespace burrow
