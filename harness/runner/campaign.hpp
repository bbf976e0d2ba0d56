// A campaign: many seeds over several worker processes, reported in the order of the seeds whatever becomes of one.
//
// Ends when all seeds are reported, when the time is up (as a rule, seeds that have begun are finished), after the N-th
// failure in the order of the seeds, or at SIGINT or SIGTERM. Must be called while the process has one thread; both
// signals are blocked meanwhile.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "harness/runner/seed_ranges.hpp"
#include "harness/runner/worker.hpp"

namespace groundhog::harness {

struct CampaignOptions {
  unsigned jobs = 1;  // worker processes
  WorkerLimits limits;
  std::optional<std::chrono::milliseconds> time_limit;
  bool finish_begun = true;                // when the time is up; else they are given up, and never reported
  std::optional<std::uint64_t> fail_fast;  // stop after so many failed seeds
};

struct CampaignProgress {
  std::uint64_t seeds_total = 0;
  std::uint64_t seeds_done = 0;    // finished, reported or not yet
  std::uint64_t seeds_failed = 0;  // of these
  Duration simulated{0};
  std::chrono::steady_clock::duration elapsed{0};
  std::optional<std::chrono::steady_clock::duration> time_limit;
};

struct CampaignReporter {
  std::function<void(const SeedResult&)> on_result;          // in the order of the seeds
  std::function<void(const CampaignProgress&)> on_progress;  // several times a second
};

struct CampaignOutcome {
  std::uint64_t seeds_reported = 0;
  bool interrupted = false;
};

CampaignOutcome run_campaign(ShardedSeeds seeds, const RunSeed& run_seed, const CampaignOptions& options,
                             const CampaignReporter& reporter);

// The processors that this process may use.
unsigned available_processors();

}  // namespace groundhog::harness
