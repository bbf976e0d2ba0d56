// Who runs what next, and in which order results come out: seeds are handed out in order, results arrive in any order
// and leave in the order of the seeds, so that a campaign reports the same on one core and on sixty-four.
//
// A plain value: it knows nothing of processes and time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "harness/runner/seed_ranges.hpp"
#include "harness/runner/seed_result.hpp"

namespace groundhog::harness {

class SeedQueue {
 public:
  // A seed and its place in the order.
  struct Ticket {
    std::uint64_t index;
    std::uint64_t seed;
  };

  explicit SeedQueue(ShardedSeeds seeds) : seeds_(std::move(seeds)) {}

  // The next seed to run: one that was returned, else a new one; nullopt if there is none.
  std::optional<Ticket> take();
  // A seed that was taken and could not be run.
  void give_back(Ticket ticket);
  void finished(Ticket ticket, SeedResult result);

  // No new seeds from now on; those taken or returned are still run, so that what was reported has no holes.
  void close() { closed_ = true; }

  // The next result in the order of the seeds, once it is there.
  std::optional<SeedResult> next_in_order();

  // Everything handed out has been reported and nothing new will be handed out.
  bool drained() const;

 private:
  bool has_new() const { return !closed_ && next_new_ < seeds_.size(); }

  ShardedSeeds seeds_;
  bool closed_ = false;
  std::uint64_t next_new_ = 0;
  std::uint64_t next_out_ = 0;
  std::map<std::uint64_t, std::uint64_t> returned_;  // index -> seed
  std::map<std::uint64_t, SeedResult> waiting_;      // index -> result that is early
};

}  // namespace groundhog::harness
