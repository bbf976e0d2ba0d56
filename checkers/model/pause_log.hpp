// When a node stood still, in its own monotonic time.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/history/history.hpp"

namespace groundhog::checkers {

class PauseLog {
 public:
  struct Overlap {
    Duration length{0};       // of pauses of at least the given length, as far as they lie in the interval
    std::uint32_t count = 0;  // of them
  };

  void paused(MonotonicTime at) { since_ = at; }
  void resumed(MonotonicTime at) {
    if (since_) pauses_.push_back({*since_, at});
    since_.reset();
  }
  void stopped() {
    pauses_.clear();
    since_.reset();
  }

  Overlap overlap(MonotonicTime from, MonotonicTime to, Duration at_least) const {
    Overlap total;
    for (auto pause = pauses_.rbegin(); pause != pauses_.rend() && pause->to > from; ++pause) {
      add(total, *pause, from, to, at_least);
    }
    if (since_ && to > *since_) add(total, {*since_, to}, from, to, at_least);
    return total;
  }

 private:
  struct Pause {
    MonotonicTime from;
    MonotonicTime to;
  };

  static void add(Overlap& total, Pause pause, MonotonicTime from, MonotonicTime to, Duration at_least) {
    if (pause.to - pause.from < at_least) return;
    const Duration length = std::min(pause.to, to) - std::max(pause.from, from);
    if (length <= Duration(0)) return;
    total.length += length;
    ++total.count;
  }

  std::vector<Pause> pauses_;
  std::optional<MonotonicTime> since_;
};

}  // namespace groundhog::checkers
