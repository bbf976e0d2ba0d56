// Names keys by small numbers: every key that a client, a log or a node ever mentioned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace groundhog::checkers {

// Keeps text for the length of a run: views that it returns stay valid as long as the arena lives.
class TextArena {
 public:
  std::string_view keep(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
};

enum class KeyId : std::uint32_t {};

constexpr std::uint32_t index(KeyId id) { return static_cast<std::uint32_t>(id); }

// Open addressing with linear probing; ids are dense, in the order of first mention.
class KeyTable {
 public:
  KeyId intern(std::string_view key);
  std::optional<KeyId> find(std::string_view key) const;

  std::string_view text(KeyId id) const { return keys_[index(id)].text; }
  // For digests: the same text has the same hash in every run.
  std::uint64_t hash(KeyId id) const { return keys_[index(id)].hash; }
  std::size_t size() const { return keys_.size(); }

  static std::uint64_t hash_of(std::string_view key);

 private:
  struct Key {
    std::string_view text;
    std::uint64_t hash;
  };
  static constexpr std::uint32_t empty_slot = 0xffffffffU;

  std::size_t slot_of(std::string_view key, std::uint64_t hash) const;
  void grow();

  TextArena arena_;
  std::vector<Key> keys_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace groundhog::checkers
