// Counts the edges that show in the events of a run, without the meaning of commands: those of frames, timers, lengths
// of faults and sizes of values. The others are the ledger's (checkers/model/ledger.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/events/edges.hpp"
#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

class EdgeCounter {
 public:
  EdgeCounter(const Plan& plan, const Boundaries& boundaries);

  const EdgeCounts& counts() const { return counts_; }

  // All other events say nothing here.
  template <typename Event>
  void on(const Event&) {}
  void on(const FramePartDelivered&) { counts_.add(Edge::frame); }
  void on(const TimerFired& event);
  void on(const FaultStarted& event);
  void on(const FaultStopped& event);
  void on(const OperationCompleted& event);

 private:
  static constexpr Duration near_timer = std::chrono::microseconds(100);

  void note_change(VirtualTime at);

  std::vector<Duration> lengths_;                    // of faults, that are bounds
  std::vector<bool> is_at_size_;                     // by operation
  std::vector<std::optional<VirtualTime>> started_;  // by fault
  std::optional<VirtualTime> last_timer_;
  std::vector<VirtualTime> changes_;  // of faults, for which a timer may still come
  EdgeCounts counts_;
};

}  // namespace groundhog
