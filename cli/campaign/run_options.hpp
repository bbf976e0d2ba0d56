// What `groundhog run` was asked for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/options/mutant.hpp"
#include "cli/options/shared.hpp"
#include "harness/runner/job.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {

struct RunOptions {
  std::vector<std::string> scenarios;  // files, or folders of them; empty only with a mutant: its own
  std::string mutant;                  // a planted bug; empty: the true tree
  std::string mutants_folder = default_mutants_folder;
  std::vector<std::string> tags;  // only scenarios that have all of these
  std::optional<SeedSet> seeds;   // nullopt: the scenario's own
  Shard shard;
  unsigned jobs = 1;
  std::optional<std::chrono::milliseconds> time_limit;
  std::optional<std::uint64_t> fail_fast;
  harness::WorkerLimits limits;
  bool json = false;                 // on stdout
  std::string junit_file;            // empty: none
  std::vector<std::string> reports;  // further ones: FORMAT or FORMAT=FILE
  std::string out_folder = "groundhog-out";
  std::uint64_t keep = 10;  // failures filed per scenario
  bool no_shrink = false;   // leave failures as they are
  bool rerun_failed = false;
  bool check_determinism = false;
};

}  // namespace groundhog::cli
