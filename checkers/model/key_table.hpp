// Names keys by small numbers: every key that a client, a log or a node ever mentioned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The order of the table is never observable. A build with another salt proves it: all hashes and verdicts stay the
// same.
#ifndef GROUNDHOG_HASH_SALT
#define GROUNDHOG_HASH_SALT 0
#endif

namespace groundhog::checkers {

// A 64-bit hash of bytes for the checkers' own tables and digests: the same on every compiler and processor.
//
// Eight bytes at a time, multiply and fold (the mixer of MurmurHash3, A. Appleby). Not for adversarial input.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

inline std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = mix64(seed ^ bytes.size());
  while (!bytes.empty()) {
    const std::size_t taken = bytes.size() < 8 ? bytes.size() : 8;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), taken);
    hash = mix64(hash ^ word) + 0x9e3779b97f4a7c15ULL;
    bytes.remove_prefix(taken);
  }
  return hash;
}

// Keeps text for the length of a run: views that it returns stay valid as long as it exists.
class TextArena {
 public:
  std::string_view keep(std::string_view text) { return texts_.emplace_back(text); }

 private:
  std::deque<std::string> texts_;
};

enum class KeyId : std::uint32_t {};

constexpr std::uint32_t index(KeyId id) { return static_cast<std::uint32_t>(id); }

// Ids are dense, in the order of first mention.
class KeyTable {
 public:
  KeyId intern(std::string_view key) {
    if (const auto known = find(key)) return *known;
    const KeyId id{static_cast<std::uint32_t>(keys_.size())};
    keys_.push_back({texts_.keep(key), hash_of(key)});
    ids_.emplace(keys_.back().text, id);
    return id;
  }
  std::optional<KeyId> find(std::string_view key) const {
    const auto found = ids_.find(key);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }

  std::string_view text(KeyId id) const { return keys_[index(id)].text; }
  // For digests: the same text has the same hash in every run.
  std::uint64_t hash(KeyId id) const { return keys_[index(id)].hash; }
  std::size_t size() const { return keys_.size(); }

  static std::uint64_t hash_of(std::string_view key) { return hash_bytes(key, 0x6b65790000000001ULL); }

 private:
  struct Key {
    std::string_view text;
    std::uint64_t hash;
  };
  struct Hash {
    std::size_t operator()(std::string_view key) const { return hash_of(key) ^ GROUNDHOG_HASH_SALT; }
  };

  TextArena texts_;
  std::vector<Key> keys_;
  std::unordered_map<std::string_view, KeyId, Hash> ids_;  // never iterated
};

}  // namespace groundhog::checkers
