#include "checkers/model/key_table.hpp"

#include <algorithm>
#include <cstring>

#include "checkers/model/hashing.hpp"

namespace groundhog::checkers {

namespace {

constexpr std::size_t first_chunk_bytes = 4 * 1024;
constexpr std::size_t chunk_bytes = 64 * 1024;

}  // namespace

std::string_view TextArena::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > left_) {
    left_ = std::max(text.size(), chunks_.empty() ? first_chunk_bytes : chunk_bytes);
    chunks_.push_back(std::make_unique<char[]>(left_));
    free_ = chunks_.back().get();
  }
  std::memcpy(free_, text.data(), text.size());
  const std::string_view kept(free_, text.size());
  free_ += text.size();
  left_ -= text.size();
  return kept;
}

namespace {

constexpr std::size_t first_capacity = 64;

}  // namespace

std::uint64_t KeyTable::hash_of(std::string_view key) { return hash_bytes(key, 0x6b65790000000001ULL); }

KeyId KeyTable::intern(std::string_view key) {
  if (2 * (keys_.size() + 1) > slots_.size()) grow();
  const std::uint64_t hash = hash_of(key);
  const std::size_t slot = slot_of(key, hash);
  if (slots_[slot] == empty_slot) {
    slots_[slot] = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back({arena_.keep(key), hash});
  }
  return KeyId{slots_[slot]};
}

std::optional<KeyId> KeyTable::find(std::string_view key) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t found = slots_[slot_of(key, hash_of(key))];
  if (found == empty_slot) return std::nullopt;
  return KeyId{found};
}

std::size_t KeyTable::slot_of(std::string_view key, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(hash) & mask;
  while (slots_[slot] != empty_slot) {
    const Key& candidate = keys_[slots_[slot]];
    if (candidate.hash == hash && candidate.text == key) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

void KeyTable::grow() {
  slots_.assign(slots_.empty() ? first_capacity : 2 * slots_.size(), empty_slot);
  for (std::uint32_t id = 0; id < keys_.size(); ++id) slots_[slot_of(keys_[id].text, keys_[id].hash)] = id;
}

}  // namespace groundhog::checkers
