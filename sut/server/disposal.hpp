// Frees what is large and not needed any more in slices, between which others have their turns.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>

#include "sut/runtime/runtime.hpp"

namespace burrow {

class Disposal {
 public:
  // Entries of about one allocation each: well under a millisecond.
  static constexpr std::size_t slice = 4096;

  explicit Disposal(seam::Runtime& runtime) : runtime_(runtime) {}

  // `free_slice` owns the thing and is called until it returns false: nothing is left. The first slice is freed at
  // once.
  void take(std::function<bool()> free_slice);

 private:
  void free_next();

  seam::Runtime& runtime_;
  std::deque<std::function<bool()>> things_;
  seam::Timer timer_;
};

}  // namespace burrow
