// How long to wait before the next connect: doubles with every failure, up to a limit.
#pragma once

#include <algorithm>

#include "sut/runtime/time.hpp"

namespace burrow {

struct BackoffOptions {
  seam::Duration initial = std::chrono::milliseconds(100);
  seam::Duration maximum = std::chrono::seconds(2);
};

class Backoff {
 public:
  explicit Backoff(BackoffOptions options) : options_(options), next_(options.initial) {}

  seam::Duration next() {
    const seam::Duration wait = next_;
    next_ = std::min(next_ * 2, options_.maximum);
    return wait;
  }
  void reset() { next_ = options_.initial; }

 private:
  BackoffOptions options_;
  seam::Duration next_;
};

}  // namespace burrow
