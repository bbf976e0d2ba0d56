// The ways to the entries of a cache: the atomic step that changes them, the read, and the observer that hears of each
// change.
#pragma once

#include <cstddef>
#include <vector>

#include <tl/expected.hpp>

#include "sut/cache/deadline.hpp"
#include "sut/cache/entry.hpp"
#include "sut/cache/options.hpp"
#include "sut/cache/store.hpp"

namespace burrow {

// Who hears of every change that a cache makes by its own decision: the replication log.

// Called under the exclusive lock, in the order of the changes: appending here is one atomic step with the change. Must
// not call the cache back. Views are borrowed for the call. An operation that changes nothing calls nothing.
template <typename Key, typename Value>
class CacheObserver {
 public:
  virtual void on_set(View<Key> key, View<Value> value, const Deadline& deadline) = 0;
  virtual void on_deadline(View<Key> key, const Deadline& deadline) = 0;
  virtual void on_removed(View<Key> key, RemovalCause cause) = 0;
  virtual void on_flushed() = 0;
  // The operation is over, and everything since the last call here belongs together. Once, after at least one of the
  // above.
  virtual void on_committed() {}

 protected:
  ~CacheObserver() = default;
};

// One atomic step on a cache: runs under the exclusive lock, with one clock reading, and calls the observer for each
// change before it happens. Made by Cache::transact() only.
//
// Entries are handed out as `const Entry*`, valid until the next change; they change through the transaction alone.

template <typename Key, typename Value, typename Hash>
class Transaction {
 public:
  using EntryType = Entry<Key, Value>;
  using StoreType = Store<Key, Value, Hash>;
  using ObserverType = CacheObserver<Key, Value>;

  Transaction(StoreType& store, const CacheOptions& options, Authority authority, ObserverType* observer,
              ExpiryTime now)
      : store_(store), options_(options), authority_(authority), observer_(observer), now_(now) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (changed_ && observer_ != nullptr) observer_->on_committed();
  }

  ExpiryTime now() const { return now_; }
  // Dead entries that are still held count.
  std::size_t size() const { return store_.size(); }
  std::size_t weight() const { return store_.weight(); }
  bool is_owner() const { return authority_ == Authority::owner; }

  // The live entry or nullptr. An owner removes a dead one on the way (cause: expire). Moves no recency.
  const EntryType* find(View<Key> key) {
    EntryType* entry = store_.find(key);
    if (entry == nullptr || is_alive(entry->deadline, now_)) return entry;
    if (authority_ == Authority::owner) remove(*entry, RemovalCause::expire);
    return nullptr;
  }

  // The same for a read: counts a hit or a miss, and moves recency at an owner.
  const EntryType* read(View<Key> key) {
    const EntryType* entry = find(key);
    (entry != nullptr ? store_.statistics().hits : store_.statistics().misses).add();
    if (entry != nullptr) touch(*entry);
    return entry;
  }

  // Whether an entry may be stored at all. Asking first lets a caller answer before put() changes anything.
  bool fits(View<Key> key, View<Value> value) const {
    return options_.max_memory_bytes == 0 || EntryType::weight(key, value) <= options_.max_memory_bytes;
  }

  // Stores, as the most recent entry; makes room first, dead entries before the least recently used. A deadline that
  // has passed is never stored: the key is then removed instead (cause: client), or nothing happens if it was absent.
  tl::expected<void, CacheError> put(View<Key> key, View<Value> value, const Deadline& deadline) {
    if (!fits(key, value)) return tl::unexpected(CacheError::too_large);
    const EntryType* held = find(key);
    if (!is_alive(deadline, now_)) {
      if (held != nullptr) erase(*held);
      return {};
    }
    if (held != nullptr) store_.touch(mutable_entry(*held));  // so that it is not the victim of its own new value
    make_room(held, EntryType::weight(key, value));
    announce([&](ObserverType& observer) { observer.on_set(key, value, deadline); });
    if (held != nullptr) {
      store_.overwrite(mutable_entry(*held), value, deadline);
    } else {
      store_.insert(key, value, deadline);
    }
    return {};
  }

  // Touches, and changes the deadline. An equal one changes nothing; one that has passed removes the entry (cause:
  // client).
  void set_deadline(const EntryType& entry, const Deadline& deadline) {
    if (!is_alive(deadline, now_)) return erase(entry);
    touch(entry);
    if (entry.deadline == deadline) return;
    announce([&](ObserverType& observer) { observer.on_deadline(entry.key, deadline); });
    store_.set_deadline(mutable_entry(entry), deadline);
  }

  void touch(const EntryType& entry) {
    if (authority_ == Authority::owner) store_.touch(mutable_entry(entry));
  }

  // Cause: client.
  void erase(const EntryType& entry) { remove(mutable_entry(entry), RemovalCause::client); }

  // Removes everything, dead entries included.
  void flush() {
    if (store_.size() == 0) return;
    announce([](ObserverType& observer) { observer.on_flushed(); });
    store_.flush();
  }

  // Removes dead entries, the earliest deadline first. True if `limit` was reached and more are due.
  bool sweep(std::size_t limit) {
    for (std::size_t removed = 0; EntryType* entry = first_dead(); ++removed) {
      if (removed == limit) return true;
      remove(*entry, RemovalCause::expire);
    }
    return false;
  }

  // Removes until the limits hold.
  void enforce_limits() {
    while (!within_limits(store_.size(), store_.weight())) remove_victim();
  }

 private:
  static EntryType& mutable_entry(const EntryType& entry) { return const_cast<EntryType&>(entry); }

  bool within_limits(std::size_t entries, std::size_t weight) const {
    return (options_.capacity == 0 || entries <= options_.capacity) &&
           (options_.max_memory_bytes == 0 || weight <= options_.max_memory_bytes);
  }

  // For an entry of `weight` that will be added, or will take the place of the most recent entry, `held`.
  void make_room(const EntryType* held, std::size_t weight) {
    const std::size_t added = held == nullptr ? 1 : 0;
    const std::size_t released = held == nullptr ? 0 : held->weight();
    while (!within_limits(store_.size() + added, store_.weight() - released + weight)) remove_victim();
  }

  EntryType* first_dead() const {
    EntryType* entry = store_.first_to_expire();
    return entry != nullptr && !is_alive(entry->deadline, now_) ? entry : nullptr;
  }

  void remove_victim() {
    if (EntryType* dead = first_dead()) return remove(*dead, RemovalCause::expire);
    EntryType* victim = store_.least_recent();
    SEAM_ASSERT(victim != nullptr);
    remove(*victim, RemovalCause::evict);
  }

  void remove(EntryType& entry, RemovalCause cause) {
    announce([&](ObserverType& observer) { observer.on_removed(entry.key, cause); });
    store_.remove(entry, cause);
  }

  // Before the change: views into the entry are still valid. Only an owner changes anything on its own.
  template <typename Notify>
  void announce(Notify&& notify) {
    SEAM_ASSERT(authority_ == Authority::owner);
    changed_ = true;
    if (observer_ != nullptr) notify(*observer_);
  }

  StoreType& store_;
  const CacheOptions& options_;
  Authority authority_;
  ObserverType* observer_;
  ExpiryTime now_;
  bool changed_ = false;
};

// One atomic read of a cache, with one clock reading. Made by Cache::read() only, in one of two shapes: under the
// shared lock it changes nothing and notes the dead keys that it met; under the exclusive lock it moves recency and
// removes them at once.

template <typename Key, typename Value, typename Hash>
class Reader {
 public:
  using EntryType = Entry<Key, Value>;
  using StoreType = Store<Key, Value, Hash>;

  // Dead keys go to `dead`; null: they are not collected.
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

  std::size_t size() const { return store_.size(); }
  // Held entries, dead ones included, by number: see NumberedList.
  const EntryType& at(std::size_t number) const { return store_.at(number); }

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
