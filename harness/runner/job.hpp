// What worker processes are given to do.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "harness/runner/seed_result.hpp"

namespace groundhog::harness {

// One run: `run` makes its plan, executes it in a worker process and records what is wanted of it there.
struct Job {
  std::uint64_t seed = 0;  // of the plan: what the result is called, even if the process dies
  std::function<SeedResult()> run;
};

// Made on demand, by their index, in any order and on both sides of a fork: there may be more of them than memory
// holds.
struct Jobs {
  std::uint64_t count = 0;
  std::function<Job(std::uint64_t index)> at;
};

// What a worker process may take of the machine.
struct WorkerLimits {
  std::chrono::milliseconds seed_timeout{std::chrono::seconds(60)};  // real time for one job
  std::size_t memory_bytes = 0;                                      // address space of a worker; 0: no limit

  friend bool operator==(const WorkerLimits&, const WorkerLimits&) = default;
};

}  // namespace groundhog::harness
