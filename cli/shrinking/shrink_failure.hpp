// One failure made small: what `groundhog shrink` and the automatic shrinking of `groundhog run` do.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

#include "cli/campaign/worker.hpp"
#include "cli/shrinking/candidate_runs.hpp"
#include "cli/shrinking/known_verdicts.hpp"
#include "cli/signature.hpp"
#include "sim/cluster/system.hpp"
#include "sim/plan/plan.hpp"
#include "sim/shrink/shrinker.hpp"

namespace groundhog {

struct ShrinkOptions {
  unsigned jobs = 1;
  std::chrono::milliseconds budget = std::chrono::seconds(60);  // real time
  WorkerLimits limits = {};                                     // of the run in which the failure was found
  std::function<void(std::string_view pass, const Plan& plan, const CandidateCosts& costs)> on_pass = {};
};

struct ShrinkOutcome {
  Shrunk shrunk;
  FailureSignature signature;  // what all these plans showed
  CandidateCosts costs;
  Duration wall{0};
  bool reproduced = false;   // false: the plan, lived again, did not show the failure; nothing was tried
  bool interrupted = false;  // Ctrl-C: `shrunk` is the best so far
};

// Lives the plan once, to see that it shows `wanted` and how long that takes.
ShrinkOutcome shrink_failure(const Plan& plan, const System& system, const FailureSignature& wanted,
                             const ShrinkOptions& options, KnownVerdicts& verdicts);

}  // namespace groundhog
