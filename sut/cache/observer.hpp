// Who hears of every change that a cache makes by its own decision: the replication log.
#pragma once

#include "sut/cache/deadline.hpp"
#include "sut/cache/statistics.hpp"
#include "sut/cache/views.hpp"

namespace burrow {

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

}  // namespace burrow
