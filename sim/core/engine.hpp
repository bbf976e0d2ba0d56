// The heart of the simulator: virtual time and the queue of what happens next.
//
// Events run in the order of (time, tie, sequence). `tie` is a keyed draw of the component that schedules, so that the
// order of events at the same nanosecond is part of the seed, and does not change when another component schedules
// more.
//
// The queue is a 4-ary heap with bottom-up sift-down (J. Wegener, "Bottom-up heapsort", 1993) over 24-byte keys;
// callbacks are stored inline, in a slab beside it, so that scheduling allocates nothing once the slab has
// grown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/core/virtual_time.hpp"

namespace groundhog {

// A one-shot callable of at most 48 bytes, kept inline, trivially copyable captures only (pointers, ids, numbers).
class InlineAction {
 public:
  static constexpr std::size_t capacity_bytes = 48;

  InlineAction() = default;
  template <typename F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, InlineAction>)
      InlineAction(F action) {  // NOLINT(google-explicit-constructor): a lambda is an action
    static_assert(sizeof(F) <= capacity_bytes, "captures of a simulator event must fit inline");
    static_assert(std::is_trivially_copyable_v<F> && std::is_trivially_destructible_v<F>,
                  "captures of a simulator event must be trivial: pass ids, not owners");
    ::new (static_cast<void*>(storage_)) F(action);
    call_ = [](void* storage) { (*std::launder(reinterpret_cast<F*>(storage)))(); };
  }

  void operator()() { call_(storage_); }

 private:
  alignas(8) std::byte storage_[capacity_bytes];
  void (*call_)(void*) = nullptr;
};

// Names one scheduled event; stale handles (fired or cancelled events) are recognised.
struct EventHandle {
  std::uint32_t slot = 0xffffffffU;
  std::uint32_t generation = 0;
};

class Engine {
 public:
  VirtualTime now() const { return now_; }
  std::uint64_t executed() const { return executed_; }
  // Events that will run unless they are cancelled.
  std::size_t pending() const { return heap_.size() - cancelled_; }

  // `at` must not be in the past.
  EventHandle schedule(VirtualTime at, std::uint64_t tie, InlineAction action);
  // Does nothing for a stale handle.
  void cancel(EventHandle handle);
  bool is_pending(EventHandle handle) const;

  // Runs the next event. False if there is none at or before `until`; time then stands at `until`, or where it was if
  // `until` is VirtualTime::max() ("run until nothing is left").
  bool step(VirtualTime until);

 private:
  // `sequence` may wrap: only the difference of two pending events counts, which stays far below 2^31.
  struct Key {
    VirtualTime at;
    std::uint64_t tie;
    std::uint32_t sequence;
    std::uint32_t slot;
  };
  struct Slot {
    InlineAction action;
    std::uint32_t generation = 0;
    bool pending = false;  // false while its key is in the heap: cancelled, skipped when it comes up
  };

  static bool before(const Key& left, const Key& right);
  static std::size_t least_child(const Key* heap, std::size_t first);
  void sift_up(std::size_t hole, const Key& key);
  void sift_down(std::size_t hole, const Key& key);
  void pop();
  void release(std::uint32_t slot);
  // Throws cancelled keys out once they are the larger half, so that timers which never fire cost no memory.
  void compact();

  std::vector<Key> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  VirtualTime now_{};
  std::size_t cancelled_ = 0;
  std::uint32_t sequence_ = 0;
  std::uint64_t executed_ = 0;
};

}  // namespace groundhog
