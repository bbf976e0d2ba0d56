// One key of the cache, and how keys and values are passed, hashed and weighed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "sut/cache/deadline.hpp"

// Iteration order of the hash index is never observable. A build with another salt proves it: all traces must stay the
// same.
#ifndef BURROW_HASH_SALT
#define BURROW_HASH_SALT 0
#endif

namespace burrow {

// Strings travel as string_view, everything else by reference.
template <typename T>
using View = std::conditional_t<std::is_same_v<T, std::string>, std::string_view, const T&>;

// What `maxmemory` counts for a key or value: its own bytes, never the allocator's figure.
template <typename T>
std::size_t weight_of(const T&) {
  return sizeof(T);
}
inline std::size_t weight_of(std::string_view bytes) { return bytes.size(); }

namespace detail {

// The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
constexpr std::uint64_t mix(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31);
}

inline std::uint64_t hash_bytes(std::string_view bytes) {
  std::uint64_t state = mix(bytes.size() + 0x9e3779b97f4a7c15ULL + std::uint64_t{BURROW_HASH_SALT});
  while (bytes.size() >= sizeof state) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data(), sizeof word);
    state = mix(state ^ word);
    bytes.remove_prefix(sizeof word);
  }
  std::uint64_t tail = 0;
  std::memcpy(&tail, bytes.data(), bytes.size());
  return mix(state ^ tail);
}

}  // namespace detail

// Hash of strings, integers and enumerations; other keys bring their own.
template <typename Key>
struct KeyHash {
  std::uint64_t operator()(View<Key> key) const {
    if constexpr (std::is_same_v<Key, std::string>) {
      return detail::hash_bytes(key);
    } else {
      static_assert(std::is_integral_v<Key> || std::is_enum_v<Key>, "give the cache a hash for keys of this type");
      return detail::mix(static_cast<std::uint64_t>(key) + 0x9e3779b97f4a7c15ULL + std::uint64_t{BURROW_HASH_SALT});
    }
  }
};

}  // namespace burrow

namespace burrow {

// One key of the cache, and the hooks by which the indexes hold it: one allocation for each key.

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
  std::size_t number = 0;

  // A constant for the hooks and the allocation, the same on every platform: evictions must not depend on it.
  static constexpr std::size_t overhead_bytes = 128;

  static std::size_t weight(View<Key> key, View<Value> value) {
    return weight_of(key) + weight_of(value) + overhead_bytes;
  }
  std::size_t weight() const { return weight(key, value); }
};

}  // namespace burrow
