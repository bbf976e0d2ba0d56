// A TTL and LRU cache of its own, and the heart of a replicated one.
//
// An entry is alive iff now < deadline; every path that reads asks so. Dead entries leave lazily, when a path meets
// them, and actively, by the janitor. All operations may be called from any thread, but the janitor and the functions
// that start or stop it belong to the runtime's: construction, set_authority(), configure(), close(), destruction. The
// clock is read once for each operation, under the lock; it must be as thread-safe as the use of the cache. Nothing
// calls the public interface from within, so that no lock is taken twice on one path.
//
// Locks: reads share. Under a limit a read that moves recency writes to the list, and takes the exclusive lock. A
// shared read that met dead keys takes the exclusive one afterwards, and asks again before it removes them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "sut/cache/deadline.hpp"
#include "sut/cache/janitor.hpp"
#include "sut/cache/lock.hpp"
#include "sut/cache/store.hpp"
#include "sut/cache/transaction.hpp"

namespace burrow {

// Whether a read counts as a use: GET does, TTL, EXISTS and listings do not.
enum class Recency : std::uint8_t { touch, keep };

template <typename Key, typename Value, typename Hash = KeyHash<Key>>
class Cache {
 public:
  using KeyView = View<Key>;
  using ValueView = View<Value>;
  using EntryType = Entry<Key, Value>;
  using ObserverType = CacheObserver<Key, Value>;
  using TransactionType = Transaction<Key, Value, Hash>;
  using ReaderType = Reader<Key, Value, Hash>;
  using Clock = std::function<ExpiryTime()>;

  using Item = EntryItem<Key, Value>;
  // A state aside from the cache's own: one that is loaded, or one that is to be freed.
  using Image = Store<Key, Value, Hash>;

  struct Remaining {
    Value value;
    std::optional<seam::Milliseconds> ttl;  // none: no TTL
  };

  // An owner, its janitor running. Without a runtime there is no janitor, and expiry is lazy only.
  Cache(seam::Runtime* runtime, Clock clock, const CacheOptions& options = {})
      : clock_(std::move(clock)),
        options_(options),
        reads_move_recency_(options.is_limited()),
        janitor_(runtime, options.janitor_interval, [this] { return sweep(); }) {
    janitor_.start();
  }

  // ---- one key
  // --------------------------------------------------------------------------------------------------------

  // With the default TTL.
  tl::expected<void, CacheError> set(KeyView key, ValueView value) {
    return transact([&](TransactionType& step) { return put_with_ttl(step, key, value, options_.default_ttl); });
  }
  // nullopt: no TTL, whatever the default. A TTL of zero or less removes the key.
  tl::expected<void, CacheError> set(KeyView key, ValueView value, std::optional<seam::Milliseconds> ttl) {
    return transact([&](TransactionType& step) { return put_with_ttl(step, key, value, ttl); });
  }

  std::optional<Value> get(KeyView key) {
    std::optional<Value> value;
    read(Recency::touch, [&](ReaderType& reader) {
      if (const EntryType* entry = reader.find(key)) value = entry->value;
    });
    return value;
  }

  std::optional<Remaining> get_with_ttl(KeyView key) {
    std::optional<Remaining> found;
    read(Recency::touch, [&](ReaderType& reader) {
      const EntryType* entry = reader.find(key);
      if (entry == nullptr) return;
      found = Remaining{entry->value, std::nullopt};
      if (entry->deadline) found->ttl = remaining(*entry->deadline, reader.now());
    });
    return found;
  }

  // False if there was no live entry.
  bool remove(KeyView key) {
    return transact([&](TransactionType& step) {
      const EntryType* entry = step.find(key);
      if (entry != nullptr) step.erase(*entry);
      return entry != nullptr;
    });
  }

  // Takes it out: of many callers one gets the value.
  std::optional<Value> pop(KeyView key) {
    return transact([&](TransactionType& step) -> std::optional<Value> {
      const EntryType* entry = step.find(key);
      if (entry == nullptr) return std::nullopt;
      std::optional<Value> value = entry->value;
      step.erase(*entry);
      return value;
    });
  }

  // False if there was no live entry. A TTL of zero or less removes it.
  tl::expected<bool, CacheError> expire(KeyView key, seam::Milliseconds ttl) {
    return transact([&](TransactionType& step) -> tl::expected<bool, CacheError> {
      const auto deadline = deadline_after(step.now(), ttl.count(), TtlUnit::milliseconds);
      if (!deadline) return tl::unexpected(CacheError::deadline_overflow);
      const EntryType* entry = step.find(key);
      if (entry != nullptr) step.set_deadline(*entry, *deadline);
      return entry != nullptr;
    });
  }

  // False if there was no live entry with a TTL.
  bool persist(KeyView key) {
    return transact([&](TransactionType& step) {
      const EntryType* entry = step.find(key);
      const bool had_ttl = entry != nullptr && entry->deadline.has_value();
      if (entry != nullptr) step.set_deadline(*entry, std::nullopt);
      return had_ttl;
    });
  }

  // ---- all of them
  // ----------------------------------------------------------------------------------------------------

  // Live ones, from the least to the most recent.
  std::vector<Key> keys() {
    std::vector<Key> found;
    read(Recency::keep,
         [&](ReaderType& reader) { reader.for_each([&](const EntryType& entry) { found.push_back(entry.key); }); });
    return found;
  }

  // Physical: dead entries that are still held count.
  std::size_t size() const {
    const std::shared_lock lock(mutex_);
    return store_.size();
  }

  // Keys, values and a constant for each entry, as max_memory_bytes counts them.
  std::size_t weight() const {
    const std::shared_lock lock(mutex_);
    return store_.weight();
  }

  std::size_t size_with_deadline() const {
    const std::shared_lock lock(mutex_);
    return store_.size_with_deadline();
  }

  void flush() {
    transact([](TransactionType& step) { step.flush(); });
  }

  // Stops the janitor; everything else works as before.
  void close() { janitor_.stop(); }

  // ---- composed steps
  // -------------------------------------------------------------------------------------------------

  // Runs `step(TransactionType&)` as one atomic step and returns what it returns.
  template <typename Step>
  auto transact(Step&& step) {
    const std::unique_lock lock(mutex_);
    TransactionType transaction(store_, options_, authority_, observer_, clock_());
    return step(transaction);
  }

  // Runs `look(ReaderType&)` once, on one state at one instant. Dead keys that it met leave before this returns.
  template <typename Look>
  void read(Recency recency, Look&& look) {
    if (recency == Recency::touch && reads_move_recency_.load(std::memory_order_relaxed)) return read_exclusively(look);
    std::vector<Key> dead;
    const ExpiryTime now = read_shared(look, dead);
    if (!dead.empty()) remove_dead(dead, now);
  }

  // The same as a part of a step that is under way, on its state and at its instant.
  template <typename Look>
  void read_within(TransactionType& step, Recency recency, Look&& look) {
    if (recency == Recency::touch && reads_move_recency_.load(std::memory_order_relaxed)) {
      ReaderType reader(store_, step);
      return look(reader);
    }
    std::vector<Key> dead;
    ReaderType reader(store_, step.now(), step.is_owner() ? &dead : nullptr);
    look(reader);
    for (const Key& key : dead) step.find(key);
  }

  // Visits the live entries of this instant in pieces, whatever changes meanwhile: `visit(const EntryType&)` runs under
  // the lock and must not call the cache. One listing at a time; a new one takes the place of the one before.
  template <typename Visit>
  void begin_listing(Visit&& visit) {
    const std::unique_lock lock(mutex_);
    const ExpiryTime now = clock_();
    store_.begin_listing([visit, now](const EntryType& entry) {
      if (is_alive(entry.deadline, now)) visit(entry);
    });
  }
  // So many entries more; false: that was all.
  bool advance_listing(std::size_t limit) {
    const std::unique_lock lock(mutex_);
    return store_.advance_listing(limit);
  }
  void end_listing() {
    const std::unique_lock lock(mutex_);
    store_.end_listing();
  }

  // ---- following another cache
  // ----------------------------------------------------------------------------------------

  // Raw changes of a follower, decided elsewhere: keys count as present even past their deadline, nothing expires or is
  // evicted, the observer hears nothing. The bool says whether the key was held.
  void apply_set(KeyView key, ValueView value, const Deadline& deadline) {
    const auto lock = lock_as_follower();
    if (EntryType* entry = store_.find(key)) return store_.overwrite(*entry, value, deadline);
    store_.insert(key, value, deadline);
  }
  bool apply_deadline(KeyView key, const Deadline& deadline) {
    const auto lock = lock_as_follower();
    EntryType* entry = store_.find(key);
    if (entry != nullptr) store_.set_deadline(*entry, deadline);
    return entry != nullptr;
  }
  bool apply_removed(KeyView key, RemovalCause cause) {
    const auto lock = lock_as_follower();
    EntryType* entry = store_.find(key);
    if (entry != nullptr) store_.remove(*entry, cause);
    return entry != nullptr;
  }
  void apply_flushed() {
    const auto lock = lock_as_follower();
    store_.flush();
  }

  // Swaps in a state that was loaded aside. `image` holds the old one then: freeing it may take a while, and is the
  // caller's business.
  void replace_all(Image& image) {
    const auto lock = lock_as_follower();
    store_.swap_with_loaded(image);
  }

  // Freezes the state of this instant, dead entries included, to be copied from the least to the most recent whatever
  // changes meanwhile. Returns how many entries that are. One copy at a time; a new one takes the place of the one
  // before.
  std::size_t begin_copy() {
    const std::unique_lock lock(mutex_);
    store_.begin_copy();
    return store_.size();
  }
  // nullopt: that was all.
  std::optional<Item> copy_next() {
    const std::unique_lock lock(mutex_);
    return store_.copy_next();
  }
  void end_copy() {
    const std::unique_lock lock(mutex_);
    store_.end_copy();
  }

  // Everything held, dead entries included, in that order: `look(const EntryType&)` runs under the shared lock and must
  // not call the cache.
  template <typename Look>
  void inspect(Look&& look) const {
    const std::shared_lock lock(mutex_);
    store_.for_each(look);
  }

  // A new owner starts its janitor and comes down to its limits at once; a follower stops its own.
  void set_authority(Authority authority) {
    {
      const std::unique_lock lock(mutex_);
      authority_ = authority;
      decide_again();
    }
    if (authority == Authority::owner) return janitor_.start();
    janitor_.stop();
  }
  Authority authority() const {
    const std::shared_lock lock(mutex_);
    return authority_;
  }

  // ---- the rest
  // -------------------------------------------------------------------------------------------------------

  // Null: none. The observer must outlive the cache or be taken off before it goes.
  void set_observer(ObserverType* observer) {
    const std::unique_lock lock(mutex_);
    observer_ = observer;
  }

  // An owner comes down to lowered limits at once. Existing deadlines stay.
  void configure(const CacheOptions& options) {
    {
      const std::unique_lock lock(mutex_);
      options_ = options;
      decide_again();
    }
    janitor_.set_interval(options.janitor_interval);
  }
  CacheOptions options() const {
    const std::shared_lock lock(mutex_);
    return options_;
  }

  const CacheStatistics& statistics() const { return store_.statistics(); }

  // Aborts if the indexes disagree; for tests.
  void check_invariants() const {
    const std::shared_lock lock(mutex_);
    store_.check_invariants();
  }

 private:
  tl::expected<void, CacheError> put_with_ttl(TransactionType& step, KeyView key, ValueView value,
                                              std::optional<seam::Milliseconds> ttl) {
    if (!ttl) return step.put(key, value, std::nullopt);
    const auto deadline = deadline_after(step.now(), ttl->count(), TtlUnit::milliseconds);
    if (!deadline) return tl::unexpected(CacheError::deadline_overflow);
    return step.put(key, value, *deadline);
  }

  template <typename Look>
  void read_exclusively(Look&& look) {
    const std::unique_lock lock(mutex_);
    TransactionType transaction(store_, options_, authority_, observer_, clock_());
    ReaderType reader(store_, transaction);
    look(reader);
  }

  // Returns when it was. A follower leaves dead entries to whom it follows.
  template <typename Look>
  ExpiryTime read_shared(Look&& look, std::vector<Key>& dead) {
    const std::shared_lock lock(mutex_);
    const ExpiryTime now = clock_();
    ReaderType reader(store_, now, authority_ == Authority::owner ? &dead : nullptr);
    look(reader);
    return now;
  }

  void remove_dead(const std::vector<Key>& keys, ExpiryTime now) {
    const std::unique_lock lock(mutex_);
    if (authority_ == Authority::follower) return;
    TransactionType transaction(store_, options_, authority_, observer_, now);
    for (const Key& key : keys) transaction.find(key);
  }

  [[nodiscard]] std::unique_lock<CacheMutex> lock_as_follower() {
    std::unique_lock lock(mutex_);
    SEAM_ASSERT(authority_ == Authority::follower);
    return lock;
  }

  // After a change of authority or limits, under the exclusive lock.
  void decide_again() {
    const bool owner = authority_ == Authority::owner;
    reads_move_recency_.store(owner && options_.is_limited(), std::memory_order_relaxed);
    if (!owner) return;
    TransactionType transaction(store_, options_, authority_, observer_, clock_());
    transaction.enforce_limits();
  }

  // One batch of the janitor. What is dead is asked under the lock that it is removed under.
  bool sweep() {
    const std::unique_lock lock(mutex_);
    if (authority_ == Authority::follower) return false;
    TransactionType transaction(store_, options_, authority_, observer_, clock_());
    return transaction.sweep(options_.janitor_batch);
  }

  Clock clock_;
  mutable CacheMutex mutex_;
  CacheOptions options_;
  Authority authority_ = Authority::owner;
  std::atomic<bool> reads_move_recency_;  // a hint for choosing the lock; what happens under it asks authority_ again
  ObserverType* observer_ = nullptr;
  Store<Key, Value, Hash> store_;
  Janitor janitor_;
};

// The cache that the server serves: strings under strings, any bytes.

extern template class Cache<std::string, std::string>;

using StringCache = Cache<std::string, std::string>;
using StringEntry = StringCache::EntryType;
using StringItem = StringCache::Item;
using StringTransaction = StringCache::TransactionType;
using StringReader = StringCache::ReaderType;
using StringCacheObserver = StringCache::ObserverType;

}  // namespace burrow
