// How long to wait before the next connect: doubles with every failure, up to a limit.
#pragma once

#include <algorithm>

#include "sut/runtime/time.hpp"

namespace burrow {

struct BackoffOptions {
  Duration initial = std::chrono::milliseconds(100);
  Duration maximum = std::chrono::seconds(2);
};

class Backoff {
 public:
  explicit Backoff(BackoffOptions options) : options_(options), next_(options.initial) {}

  Duration next() {
    const Duration wait = next_;
    next_ = std::min(next_ * 2, options_.maximum);
    return wait;
  }
  void reset() { next_ = options_.initial; }

 private:
  BackoffOptions options_;
  Duration next_;
};

}  // namespace burrow
