// One failure made small: what `groundhog shrink` and the automatic shrinking of `groundhog run` do.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "harness/repro/signature.hpp"
#include "harness/runner/worker.hpp"
#include "harness/shrink/candidate_runs.hpp"
#include "harness/shrink/known_verdicts.hpp"
#include "harness/shrink/plan/shrinker.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

struct ShrinkStatus {
  std::string_view pass;
  std::size_t elements = 0;  // that are left
  std::uint64_t executions = 0;
  std::chrono::steady_clock::duration elapsed{0};
};

struct ShrinkSettings {
  unsigned jobs = 1;
  std::chrono::milliseconds budget = std::chrono::seconds(60);  // real time
  WorkerLimits limits = {};                                     // of the run in which the failure was found
  // Before each pass, and while plans are lived.
  std::function<void(const ShrinkStatus&)> on_progress = {};
};

struct ShrinkOutcome {
  Shrunk shrunk;
  CandidateCosts costs;
  Duration wall{0};
  bool interrupted = false;  // Ctrl-C: `shrunk` is the best so far
  bool gained = false;       // it is another plan than the one to begin with, or nothing can be taken out of that one
};

// What one run of the plan came to, in a process of its own: it may crash or hang. nullopt: interrupted before its end.
std::optional<SeedResult> live_once(const Plan& plan, const Guest& guest, const WorkerLimits& limits);

// `original` is what the plan came to, and shows `wanted`.
ShrinkOutcome shrink_failure(const Plan& plan, const SeedResult& original, const FailureSignature& wanted,
                             const Guest& guest, const ShrinkSettings& settings, KnownVerdicts& verdicts);

}  // namespace groundhog::harness
