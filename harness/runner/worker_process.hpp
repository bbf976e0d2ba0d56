// The inside of a worker process.
#pragma once

#include <cstddef>
#include <string>

#include "harness/runner/worker.hpp"

namespace groundhog::harness {

// Exit status by which a worker says that it ran out of memory.
constexpr int out_of_memory_status = 83;

// Reads orders (seeds as raw 64-bit numbers) from one descriptor and writes a record for each to the other, until the
// orders end. Never returns.
[[noreturn]] void run_worker_process(const RunSeed& run_seed, const WorkerLimits& limits, int orders, int results);

}  // namespace groundhog::harness
