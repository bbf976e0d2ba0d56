// Failures on disk: <out>/<scenario>/<seed>/ with run.json (what was found, by which build), and, by running the seed
// again with everything recorded, history.jsonl (every event) and full.repro (every decision).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {

// Where a failure that is filed in this folder is kept whole.
std::string full_repro_in(const std::string& folder);

std::string failure_folder(const std::string& out_folder, const std::string& scenario, std::uint64_t seed);

// Writes all three; false if the folder cannot be written. The seed runs in a worker process: it may crash or hang
// again, and what it did until then is in the files, its decisions in full.repro, too.
bool file_failure(const std::string& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
                  const WorkerLimits& limits);

// Seeds that have a folder with a run.json.
SeedSet filed_seeds(const std::string& out_folder, const std::string& scenario);

}  // namespace groundhog::harness
