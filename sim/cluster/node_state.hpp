// One node at one instant, read from outside: for people who want to see a day stand still.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/guest/guest.hpp"
#include "sim/history/history.hpp"

namespace groundhog {

struct NodeState {
  // Dead ones that the node still holds are among them.
  struct Key {
    std::string key;
    std::string value;
    Deadline deadline;
  };

  std::string name;
  std::uint32_t incarnation = 0;
  bool paused = false;
  ClockReading clocks;
  std::optional<ProcessView> view;  // nullopt: no process runs
  std::vector<Key> keys;            // by name
};

}  // namespace groundhog
