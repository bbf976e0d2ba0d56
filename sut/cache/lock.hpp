// The mutex of a cache: std::shared_mutex, or in development builds (-DBURROW_CHECK_LOCK_OWNER) one that knows its
// holders and aborts when a thread takes it a second time, which would deadlock, or sometimes deadlock, which is worse.
#pragma once

#include <shared_mutex>

#ifdef BURROW_CHECK_LOCK_OWNER
#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

#include "sut/runtime/assert.hpp"
#endif

namespace burrow {

#ifdef BURROW_CHECK_LOCK_OWNER

class OwnerCheckingMutex {
 public:
  void lock() {
    expect_not_held();
    mutex_.lock();
    note_held();
  }
  void unlock() {
    note_released();
    mutex_.unlock();
  }
  void lock_shared() {
    expect_not_held();
    mutex_.lock_shared();
    note_held();
  }
  void unlock_shared() {
    note_released();
    mutex_.unlock_shared();
  }

 private:
  void expect_not_held() {
    const std::lock_guard guard(holders_mutex_);
    SEAM_ASSERT(std::find(holders_.begin(), holders_.end(), std::this_thread::get_id()) == holders_.end());
  }
  void note_held() {
    const std::lock_guard guard(holders_mutex_);
    holders_.push_back(std::this_thread::get_id());
  }
  void note_released() {
    const std::lock_guard guard(holders_mutex_);
    const auto own = std::find(holders_.begin(), holders_.end(), std::this_thread::get_id());
    SEAM_ASSERT(own != holders_.end());
    holders_.erase(own);
  }

  std::shared_mutex mutex_;
  std::mutex holders_mutex_;
  std::vector<std::thread::id> holders_;
};

using CacheMutex = OwnerCheckingMutex;

#else

using CacheMutex = std::shared_mutex;

#endif

}  // namespace burrow
