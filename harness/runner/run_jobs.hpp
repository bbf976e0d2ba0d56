// Jobs over several worker processes: their results come in the order of the jobs, whatever becomes of one. The only
// way in which a run gets a process of its own; a campaign over the seeds of a scenario is one use of it.
//
// Ends when all results are reported, when the time is up (as a rule, jobs that have begun are finished), after the
// N-th failure in the order of the jobs, or at SIGINT or SIGTERM. Must be called while the process has one thread; both
// signals are blocked meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "harness/runner/job.hpp"

namespace groundhog::harness {

struct RunnerOptions {
  unsigned workers = 1;  // processes
  WorkerLimits limits = {};
  std::optional<std::chrono::milliseconds> time_limit = {};
  bool finish_begun = true;                     // when the time is up; else they are given up, and never reported
  std::optional<std::uint64_t> fail_fast = {};  // stop after so many failed jobs
};

struct RunnerProgress {
  std::uint64_t total = 0;
  std::uint64_t done = 0;    // finished, reported or not yet
  std::uint64_t failed = 0;  // of these
  Duration simulated{0};
  std::chrono::steady_clock::duration elapsed{0};
  std::optional<std::chrono::steady_clock::duration> time_limit = {};
};

struct RunnerReporter {
  std::function<void(const SeedResult&)> on_result = {};        // in the order of the jobs
  std::function<void(const RunnerProgress&)> on_progress = {};  // several times a second
};

// Whether it was interrupted.
bool run_jobs(const Jobs& jobs, const RunnerOptions& options, const RunnerReporter& reporter);

// One job by itself; nullopt: interrupted before its end.
std::optional<SeedResult> run_job(const Job& job, const WorkerLimits& limits);

// The processors that this process may use.
unsigned available_processors();

}  // namespace groundhog::harness
