// Until when each node could not run: paused, busy in a callback, or with timers that are late.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/events/observer.hpp"

namespace groundhog::checkers {

class HeldUpBook {
 public:
  explicit HeldUpBook(std::size_t node_count) : free_since_(node_count) {}

  void note(const NodeResumed& event) { held_up(event.node, event.at); }
  void note(const NodeBusy& event) { held_up(event.node, event.until); }
  void note(const TimerLate& event) { held_up(event.node, event.until); }

  // From then on nothing has held it up. May lie in the future. That it is paused now does not show here.
  VirtualTime free_since(HostId node) const { return free_since_[index(node)]; }

 private:
  void held_up(HostId node, VirtualTime until) {
    VirtualTime& since = free_since_[index(node)];
    since = std::max(since, until);
  }

  std::vector<VirtualTime> free_since_;  // by node
};

}  // namespace groundhog::checkers
