// Calls a sweep at a fixed interval, and again after a short pause while a sweep says that more is due.
#pragma once

#include <functional>

#include "sut/runtime/runtime.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

// Belongs to its runtime's thread.
class Janitor {
 public:
  // Removes one batch; true if more is due.
  using Sweep = std::function<bool()>;

  // Without a runtime, or with an interval of 0, it never runs. Stopped at first.
  Janitor(seam::Runtime* runtime, seam::Duration interval, Sweep sweep);

  void start();  // the first sweep follows after one interval; does nothing if it runs already
  void stop();
  // Takes effect at once: a running janitor starts its interval again.
  void set_interval(seam::Duration interval);

 private:
  void arm(seam::Duration after);

  seam::Runtime* runtime_;
  seam::Duration interval_;
  Sweep sweep_;
  bool running_ = false;
  seam::Timer timer_;
};

}  // namespace burrow
