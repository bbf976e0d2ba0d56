// Entries, and every index over them. The one place that adds and removes: hash index, recency list, expiry index, byte
// count and counters change together here and nowhere else, so that they cannot drift apart.
//
// Knows no clock, no policy and no lock; deadlines are data to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "sut/cache/entry.hpp"
#include "sut/cache/indexes.hpp"
#include "sut/cache/options.hpp"
#include "sut/cache/point_in_time.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow {

template <typename Key, typename Value, typename Hash = KeyHash<Key>>
class Store {
 public:
  using EntryType = Entry<Key, Value>;
  using Item = EntryItem<Key, Value>;

  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  ~Store() {
    end_listing();
    end_copy();
    drop_all();
  }

  std::size_t size() const { return index_.size(); }
  std::size_t weight() const { return weight_; }
  std::size_t size_with_deadline() const { return expiry_.size(); }
  CacheStatistics& statistics() const { return statistics_; }

  EntryType* find(View<Key> key) const { return index_.find(Hash{}(key), key); }
  EntryType* least_recent() const { return recency_.oldest(); }
  EntryType* first_to_expire() const { return expiry_.earliest(); }
  // Numbers are 0 … size() - 1; see NumberedList.
  EntryType& at(std::size_t number) const { return numbered_.at(number); }

  // The key must not be held; the entry becomes the most recent one.
  EntryType& insert(View<Key> key, View<Value> value, const Deadline& deadline) {
    statistics_.sets.add();
    statistics_.created.add();
    return hold(key, value, deadline);
  }

  // Becomes the most recent one.
  void overwrite(EntryType& entry, View<Value> value, const Deadline& deadline) {
    let_go(entry);
    statistics_.sets.add();
    weight_ -= entry.weight();
    entry.value = value;
    weight_ += entry.weight();
    set_deadline(entry, deadline);
    touch(entry);
  }

  void set_deadline(EntryType& entry, const Deadline& deadline) {
    let_go(entry);
    if (entry.deadline) expiry_.erase(entry);
    entry.deadline = deadline;
    if (entry.deadline) expiry_.insert(entry);
  }

  void touch(EntryType& entry) {
    let_go(entry);
    recency_.move_to_newest(entry);
  }

  void remove(EntryType& entry, RemovalCause cause) {
    statistics_.removed(cause).add();
    drop(entry);
  }

  void flush() {
    statistics_.flushed.add(size());
    drop_all();
  }

  // One entry more of a state that is loaded aside, from the least to the most recent. False, and nothing changes, if
  // the key is held already.
  [[nodiscard]] bool load(View<Key> key, View<Value> value, const Deadline& deadline) {
    if (find(key) != nullptr) return false;
    hold(key, value, deadline);
    return true;
  }
  // A state that was loaded aside becomes ours, and ours goes there. What is left of a listing is visited now, a copy
  // is over.
  void swap_with_loaded(Store& loaded) {
    listing_.advance(size());
    end_copy();
    statistics_.replaced.add(size());
    std::swap(index_, loaded.index_);
    std::swap(recency_, loaded.recency_);
    std::swap(expiry_, loaded.expiry_);
    std::swap(numbered_, loaded.numbered_);
    std::swap(weight_, loaded.weight_);
    statistics_.loaded.add(size());
  }
  // Frees so many entries of a state that is not ours any more. False: none is left.
  [[nodiscard]] bool free_some(std::size_t limit) {
    for (; size() > 0 && limit > 0; --limit) drop(*recency_.oldest());
    return size() > 0;
  }

  // From the least to the most recent.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (const EntryType* entry = recency_.oldest(); entry != nullptr; entry = entry->newer) visit(*entry);
  }

  // Visits every entry of this instant, in pieces; see Listing. A new one takes the place of the one before.
  void begin_listing(typename Listing<EntryType>::Visit visit) {
    listing_.begin(recency_.oldest(), size(), std::move(visit));
  }
  // False: that was the last piece.
  bool advance_listing(std::size_t limit) {
    listing_.advance(limit);
    return listing_.is_active();
  }
  void end_listing() { listing_.end(); }

  // Copies every entry of this instant, in order and one by one; see FrozenCopy. A new one takes the place of the one
  // before.
  void begin_copy() { copy_.begin(recency_.oldest(), recency_.newest(), size()); }
  std::optional<Item> copy_next() { return copy_.next(); }
  void end_copy() { copy_.end(); }

  void check_invariants() const {
    std::size_t entries = 0;
    std::size_t with_deadline = 0;
    std::size_t weight = 0;
    for_each([&](const EntryType& entry) {
      ++entries;
      with_deadline += entry.deadline.has_value() ? 1 : 0;
      weight += entry.weight();
      SEAM_ASSERT(find(entry.key) == &entry);
      SEAM_ASSERT(&numbered_.at(entry.number) == &entry);
      SEAM_ASSERT((entry.newer == nullptr ? recency_.newest() : entry.newer->older) == &entry);
    });
    SEAM_ASSERT(entries == index_.size() && entries == recency_.size() && entries == numbered_.size());
    SEAM_ASSERT(with_deadline == expiry_.size() && expiry_.is_consistent());
    SEAM_ASSERT(weight == weight_);
    SEAM_ASSERT(entries == statistics_.accounted());
  }

 private:
  EntryType& hold(View<Key> key, View<Value> value, const Deadline& deadline) {
    auto owned = std::make_unique<EntryType>(EntryType{.key = Key(key), .value = Value(value), .deadline = deadline});
    owned->hash = Hash{}(key);
    EntryType& entry = *owned.release();  // owned by the index from here on; drop() deletes
    listing_.skip(entry);
    index_.insert(entry);
    recency_.push_newest(entry);
    numbered_.push(entry);
    if (entry.deadline) expiry_.insert(entry);
    weight_ += entry.weight();
    return entry;
  }

  // Before it changes or leaves.
  void let_go(EntryType& entry) {
    listing_.let_go(entry);
    copy_.let_go(entry);
  }

  void drop(EntryType& entry) {
    let_go(entry);
    weight_ -= entry.weight();
    if (entry.deadline) expiry_.erase(entry);
    recency_.erase(entry);
    numbered_.erase(entry);
    index_.erase(entry);
    delete &entry;
  }

  void drop_all() {
    while (EntryType* entry = recency_.oldest()) drop(*entry);
  }

  HashIndex<EntryType> index_;
  RecencyList<EntryType> recency_;
  Listing<EntryType> listing_;
  FrozenCopy<EntryType, Item> copy_;
  ExpiryIndex<EntryType> expiry_;
  NumberedList<EntryType> numbered_;
  std::size_t weight_ = 0;
  mutable CacheStatistics statistics_;  // counting is not changing: readers under the shared lock count, too
};

}  // namespace burrow
