// The seeds that a campaign is running at the moment, as unfinished .repro files <out>/<scenario>/running/<pid>.repro,
// one for each worker process: what is left of them if the campaign is killed. They vanish when it ends normally.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/runner/file_descriptor.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::harness {

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
