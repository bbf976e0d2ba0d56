// Clients that wait for replicas (WAIT).
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "sut/replication/history.hpp"
#include "sut/runtime/runtime.hpp"

namespace burrow {

class WaitQueue {
 public:
  using CountApplied = std::function<std::size_t(Offset)>;
  // The wait of this client is over, with so many replicas.
  using Done = std::function<void(seam::StreamId client, std::size_t replicas)>;

  WaitQueue(seam::Runtime& runtime, CountApplied count_applied, Done done)
      : runtime_(runtime), count_applied_(std::move(count_applied)), done_(std::move(done)) {}

  // A timeout of 0 waits for ever. The client must not be waiting already.
  void add(seam::StreamId client, std::size_t replicas, Offset target, seam::Duration timeout);
  void remove(seam::StreamId client) { waiters_.erase(client); }

  // Some replica went on.
  void check();

  // Nobody waits any longer: each gets the number that there is.
  void finish_all();

  // All who wait, who wait no longer.
  std::vector<seam::StreamId> take_all();

 private:
  struct Waiter {
    std::size_t replicas;
    Offset target;
    seam::Timer timeout;
  };

  void finish(seam::StreamId client);
  std::vector<seam::StreamId> clients() const;

  seam::Runtime& runtime_;
  CountApplied count_applied_;
  Done done_;
  std::map<seam::StreamId, Waiter> waiters_;
};

}  // namespace burrow
