// What faults may do to a process: to its callbacks, its timers and what it hears of its sockets.
#pragma once

#include <cstdint>
#include <variant>

#include "sim/core/random.hpp"
#include "sim/core/virtual_time.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// Each callback takes `work` ± `jitter` of both clocks, drawn from `key`, and so does each reading of the wall after
// the first in it, up to twice `work` in one callback.
struct Slowness {
  std::uint32_t fault;
  Duration work;
  Duration jitter;
  RandomKey key;
};

// Timers fire only where the process is woken: at one instant of each half of `most`, which `key` draws. So none is
// late by more than `most`, those that wait for one instant fire together in the order in which they were due, and one
// that is more or less shifts no other. What is due at once needs no wake-up.
struct LateTimers {
  std::uint32_t fault;
  Duration most;
  RandomKey key;

  // Not before `due`.
  VirtualTime wake_up(VirtualTime due) const;
};

// After a callback that took all input, with this probability the kernel says once more that there is some, or room to
// write. Drawn once per peer and millisecond.
struct SpuriousReadiness {
  std::uint32_t fault;
  double probability;
  RandomKey key;
};

using ProcessRule = std::variant<Slowness, LateTimers, SpuriousReadiness>;

}  // namespace groundhog
