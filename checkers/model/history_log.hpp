// L(h), the log of one history, and S(h, n), the state after its first n entries.
//
// The log is kept as one list of versions per key, so that a key at an offset is a binary search and a flush is one
// number. A child history holds only what came after its switch and asks its parent for the rest. D(h, n), the digest
// of S(h, n), is the sum (mod 2^64) of the digests of its entries: it does not depend on order, and each log entry
// changes it in O(1).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "checkers/model/key_table.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

// What a log entry left of a key.
struct Version {
  std::uint64_t offset;
  std::uint64_t digest;    // its part of D; 0 if absent
  std::string_view value;  // kept by the log
  Deadline deadline;
  bool present;
};

// Order-free summary of a whole state.
struct StateDigest {
  std::uint64_t digest = 0;
  std::uint64_t keys = 0;
  std::uint64_t bytes = 0;  // of keys and values

  friend bool operator==(const StateDigest&, const StateDigest&) = default;
};

// What a log entry may weigh in a buffer or on the wire beside its key and value. Generous: the system's own account is
// not ours.
inline constexpr std::uint64_t entry_overhead_bytes = 512;

// The digest of one entry of a state.
std::uint64_t entry_digest(std::uint64_t key_hash, std::string_view value, const Deadline& deadline);

class HistoryLog {
 public:
  struct Entry {
    VirtualTime at;
    KeyId key;  // meaningless for flush
    EffectKind kind;
    DelCause cause;
    ConnectionId connection;
    std::uint64_t command;
    StateDigest after;
    std::uint64_t payload_bytes;  // of this history's entries so far: keys and values
  };

  // `parent` outlives the child; nullptr for a process start.
  HistoryLog(const HistoryBegan& began, const HistoryLog* parent, const KeyTable& keys);

  HistoryId id() const { return id_; }
  HostId owner() const { return owner_; }
  HistoryOrigin origin() const { return origin_; }
  const HistoryLog* parent() const { return parent_; }
  std::uint64_t switch_offset() const { return switch_offset_; }
  std::uint64_t last_offset() const { return switch_offset_ + entries_.size(); }
  bool is_child_of(HistoryId parent) const { return parent_ != nullptr && parent_->id() == parent; }

  // The entry must be the next one: offset == last_offset() + 1.
  void append(const LogAppended& appended, KeyId key);

  // Offsets from 1; nullptr past the end.
  const Entry* entry(std::uint64_t offset) const;

  // D(h, n) and |S(h, n)|. n must not be past the end.
  StateDigest digest_at(std::uint64_t n) const;

  // Keys and values of the entries in (after, up_to]. Neither may be past the end.
  std::uint64_t payload_between(std::uint64_t after, std::uint64_t up_to) const;

  // The key in S(h, n); nullptr if it is absent there.
  const Version* find(KeyId key, std::uint64_t n) const;

  // Calls visit(const Version* or nullptr) for the key in S(h, from), then for each change of it up to `to`.
  template <typename Visit>
  void visit_states(KeyId key, std::uint64_t from, std::uint64_t to, Visit&& visit) const;

  // Calls visit(KeyId, const Version&) for every key of S(h, n), in the order of KeyId.
  template <typename Visit>
  void visit_all(std::uint64_t n, Visit&& visit) const;

 private:
  std::span<const Version> versions(KeyId key) const;
  std::uint64_t last_flush_until(std::uint64_t n) const;
  Version version_after(const LogAppended& appended, KeyId key, const Version* before);

  HistoryId id_;
  HostId owner_;
  HistoryOrigin origin_;
  const HistoryLog* parent_;
  std::uint64_t switch_offset_;
  StateDigest at_switch_;
  const KeyTable& keys_;
  TextArena values_;
  std::vector<Entry> entries_;
  std::vector<std::vector<Version>> versions_;  // by KeyId
  std::vector<std::uint64_t> flushes_;          // offsets, ascending
};

template <typename Visit>
void HistoryLog::visit_states(KeyId key, std::uint64_t from, std::uint64_t to, Visit&& visit) const {
  if (from < switch_offset_) {
    parent_->visit_states(key, from, to < switch_offset_ ? to : switch_offset_, visit);
    if (to <= switch_offset_) return;
    from = switch_offset_;
  } else {
    visit(find(key, from));
  }
  const std::span<const Version> own = versions(key);
  std::size_t v = own.size();
  while (v > 0 && own[v - 1].offset > from) --v;
  std::size_t f = flushes_.size();
  while (f > 0 && flushes_[f - 1] > from) --f;
  for (;;) {
    const bool version_left = v < own.size() && own[v].offset <= to;
    const bool flush_left = f < flushes_.size() && flushes_[f] <= to;
    if (!version_left && !flush_left) return;
    if (version_left && (!flush_left || own[v].offset < flushes_[f])) {
      visit(own[v].present ? &own[v] : nullptr);
      ++v;
    } else {
      visit(static_cast<const Version*>(nullptr));
      ++f;
    }
  }
}

template <typename Visit>
void HistoryLog::visit_all(std::uint64_t n, Visit&& visit) const {
  for (std::uint32_t k = 0; k < keys_.size(); ++k) {
    if (const Version* version = find(KeyId{k}, n)) visit(KeyId{k}, *version);
  }
}

}  // namespace groundhog::checkers
