// One atomic read of a cache, with one clock reading. Made by Cache::read() only, in one of two shapes: under the
// shared lock it changes nothing and notes the dead keys that it met; under the exclusive lock it moves recency and
// removes them at once.
#pragma once

#include <vector>

#include "sut/cache/transaction.hpp"

namespace burrow {

template <typename Key, typename Value, typename Hash>
class Reader {
 public:
  using EntryType = Entry<Key, Value>;
  using StoreType = Store<Key, Value, Hash>;

  // Dead keys go to `dead`; null: nobody wants to know.
  Reader(const StoreType& store, ExpiryTime now, std::vector<Key>* dead) : store_(store), now_(now), dead_(dead) {}
  Reader(const StoreType& store, Transaction<Key, Value, Hash>& exclusive)
      : store_(store), now_(exclusive.now()), exclusive_(&exclusive) {}

  ExpiryTime now() const { return now_; }

  // The live entry or nullptr, valid until the next find(). Counts a hit or a miss.
  const EntryType* find(View<Key> key) {
    if (exclusive_ != nullptr) return exclusive_->read(key);
    const EntryType* entry = store_.find(key);
    const bool alive = entry != nullptr && is_alive(entry->deadline, now_);
    (alive ? store_.statistics().hits : store_.statistics().misses).add();
    if (alive) return entry;
    if (entry != nullptr && dead_ != nullptr) dead_->push_back(entry->key);
    return nullptr;
  }

  // Live entries from the least to the most recent.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    store_.for_each([&](const EntryType& entry) {
      if (is_alive(entry.deadline, now_)) visit(entry);
    });
  }

 private:
  const StoreType& store_;
  ExpiryTime now_;
  Transaction<Key, Value, Hash>* exclusive_ = nullptr;
  std::vector<Key>* dead_ = nullptr;
};

}  // namespace burrow
