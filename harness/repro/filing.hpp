// Failures on disk: <out>/<scenario>/<seed>/ with run.json (what was found, by which build), and, by running the seed
// again with everything recorded, events.jsonl (the events around the failure) and full.repro (every decision). Beside
// them the seeds that are running at the moment.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/process.hpp"
#include "harness/runner/seed_result.hpp"
#include "harness/text/output_file.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {

// Where a failure that is filed in this folder is kept whole.
std::string full_repro_in(const std::string& folder);

std::string failure_folder(const std::string& out_folder, const std::string& scenario, std::uint64_t seed);

// Writes all three. The seed runs in a worker process: it may crash or hang again, and what it did until then is in the
// files, its decisions in full.repro, too.
Written file_failure(const std::string& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
                     const WorkerLimits& limits);

// Seeds that are filed as failed: their folder has a run.json.
SeedSet filed_seeds(const std::string& out_folder, const std::string& scenario);
// The seed of this folder passes now: it is no longer one of them. What is known of its failure stays, its run.json as
// run.passed.json.
Written mark_as_passed(const std::string& folder);

// The seeds that a campaign is running at the moment, as unfinished .repro files <out>/<scenario>/running/<pid>.repro,
// one for each worker process: what is left of them if the campaign is killed. They vanish when it ends normally.
class RunningSeeds {
 public:
  // Where the folder cannot be written, nothing is kept.
  RunningSeeds(const std::string& out_folder, const Scenario& scenario, const WorkerLimits& limits);
  // Removes the files, and the folders that it made, unless they are kept.
  ~RunningSeeds();
  RunningSeeds(const RunningSeeds&) = delete;
  RunningSeeds& operator=(const RunningSeeds&) = delete;

  // In a worker process, before it begins the seed. Rewrites the header in place: one system call.
  void begin(std::uint64_t seed);

  // In the campaign: workers that died have their seed filed elsewhere.
  void forget_the_dead();
  // The campaign was interrupted: the files stay. Their names.
  std::vector<std::string> keep();

 private:
  void open_for_this_process();
  void learn_workers();
  std::filesystem::path file_of(pid_t worker) const;

  Repro repro_;
  std::filesystem::path folder_;
  std::vector<std::filesystem::path> made_;  // folders, outermost first
  Pipe births_;                              // process ids of workers that have begun
  std::vector<pid_t> workers_;
  FileDescriptor file_;  // of this worker process
  pid_t owner_;
  bool kept_ = false;
};

}  // namespace groundhog::harness
