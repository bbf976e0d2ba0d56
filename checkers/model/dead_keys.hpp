// Keys that nodes still hold at the end although their deadline is past, and whether the janitor of their primary had
// the time to remove them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkers/checker.hpp"

namespace groundhog::checkers {

class DeadKeys {
 public:
  explicit DeadKeys(std::size_t node_count) : nodes_(node_count) {}

  // From now on its janitor has to begin again: another process, role or state.
  void restart(HostId node, VirtualTime at) {
    nodes_[index(node)].readings.clear();
    nodes_[index(node)].unchanged_since = at;
  }
  // Its expiry clock showed `now` when it was read.
  void read(HostId node, MonotonicTime at, ExpiryTime now);
  // What it holds at the end.
  void held(HostId node, std::span<const KeyState> keys);

  struct Overdue {
    std::string_view key;  // the earliest deadline that it holds
    Duration since;        // since its primary's clock had reached the deadline, in that one's monotonic time
  };
  // `end`: the clocks of the primary at `now`. nullopt: it holds no key whose deadline they have reached.
  std::optional<Overdue> earliest(HostId node, HostId primary, VirtualTime now, ClockReading end) const;

 private:
  // A reading at which the expiry clock showed a later millisecond than before.
  struct Reading {
    MonotonicTime monotonic;
    ExpiryTime expiry;
  };
  struct Key {
    std::string name;
    ExpiryTime deadline;
  };
  struct Node {
    std::vector<Reading> readings;
    VirtualTime unchanged_since{};
    std::optional<Key> earliest;
  };

  std::vector<Node> nodes_;
};

}  // namespace groundhog::checkers
