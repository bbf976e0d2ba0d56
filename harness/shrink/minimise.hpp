// From a failure to a minimal repro: what `groundhog shrink` and the automatic shrinking of `groundhog run` do.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/repro/signature.hpp"
#include "harness/shrink/plan/shrinker.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// What the network drew, the raw material for faults that stand in for its jitter: of first transmissions of frames of
// replication connections during chaos, in the order in which they were sent. Runs the plan in this process.
std::vector<DrawnDelay> drawn_delays(const Plan& plan, const Guest& guest);

// A failure as it was found.
struct FoundFailure {
  std::string scenario_file;  // for people
  Plan plan;
  SeedResult result;
  FailureSignature signature;  // one that the result shows
  PlanSize size;
};

struct ShrinkStatus {
  std::string_view pass;
  std::size_t elements = 0;  // that are left
  std::uint64_t executions = 0;
  std::chrono::steady_clock::duration elapsed{0};
};

struct ShrinkSettings {
  unsigned jobs = 1;                                            // worker processes
  std::chrono::milliseconds budget = std::chrono::seconds(60);  // real time
  WorkerLimits limits = {};                                     // of the run in which the failure was found
  // Before each pass, and while candidates run.
  std::function<void(const ShrinkStatus&)> on_progress = {};
};

// Of the candidates that were answered for; those that were begun at the same time and proved needless are not among
// them.
struct CandidateCosts {
  std::uint64_t executions = 0;
  Duration cpu{0};  // of the workers
};

struct ShrinkOutcome {
  Shrunk shrunk;
  CandidateCosts costs;
  Duration wall{0};
  bool interrupted = false;  // Ctrl-C: `shrunk` is the best so far
  bool gained = false;       // it is another plan than the one to begin with, or nothing can be taken out of that one
};

ShrinkOutcome shrink_failure(const FoundFailure& failure, const Guest& guest, const ShrinkSettings& settings);

struct Minimised {
  ShrinkOutcome outcome;
  SeedResult result;   // of the last run of the minimal plan
  bool shown = false;  // whether it shows the failure; if not, there is no repro
  Repro repro;         // nor is there one if nothing was gained
};

// Shrinks, and runs what is left once more with everything recorded: the best so far, too, if it was interrupted.
Minimised minimise(const FoundFailure& failure, const Guest& guest, const ShrinkSettings& settings);

// Why a file is left as it is rather than overwritten by what was found, in words that follow its name: what took
// minutes to find must not go because a later attempt had ten seconds, or was interrupted. Empty: there is no such
// file, or one of the same failure (scenario, seed, planted bug, property) that `found` betters. What has no outcome
// yet may still become better. `verified`: nothing can be taken out of `found`.
std::string reason_to_stay(const std::string& file, const Repro& found, bool verified);

}  // namespace groundhog::harness
