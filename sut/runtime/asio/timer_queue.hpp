// Pending timers in the order in which they fire: by due time, and in the order of their start where that is equal.
// An indexed binary heap (Sedgewick, Algorithms, 2.4): start and cancel take O(log n), and a cancelled timer leaves
// nothing behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sut/runtime/runtime.hpp"
#include "sut/runtime/time.hpp"

namespace seam {

class TimerQueue {
 public:
  using Action = std::function<void()>;

  TimerId add(MonotonicTime due, Action fire);
  // The action of a timer that has not fired, for the caller to drop once the queue is in order; else an empty one.
  Action cancel(TimerId id);

  std::optional<MonotonicTime> next_due() const;
  // How many timers were ever started.
  std::uint64_t started() const { return started_; }
  // Takes out the first timer, if it is due at `now` and one of the first `among` that were started; else an empty
  // action.
  Action take_due(MonotonicTime now, std::uint64_t among);

  std::size_t size() const { return heap_.size(); }

 private:
  struct Slot {
    MonotonicTime due{};
    std::uint64_t order = 0;
    Action fire;
    std::size_t position = 0;  // in the heap
    std::uint32_t generation = 0;
    bool pending = false;
  };

  bool before(std::uint32_t left, std::uint32_t right) const;
  void place(std::uint32_t slot, std::size_t position);
  void sift_up(std::size_t position);
  void sift_down(std::size_t position);
  Action take(std::uint32_t slot);

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> heap_;  // of slots
  std::uint64_t started_ = 0;
};

}  // namespace seam
