// The results of a run as `run --json` writes them (cli/formats/json.cpp), read again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "harness/repro/build_identity.hpp"
#include "harness/repro/failure_groups.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {

struct MinimalOfKind {
  harness::FailureSignature of;
  harness::MinimalForm form;
};

struct ScenarioResults {
  Scenario scenario;                       // what a report says of it; without a body
  SeedSet chosen;                          // what all shards together were to run
  std::vector<harness::SeedResult> seeds;  // in their order
  std::vector<MinimalOfKind> minimal;      // of the failures that were shrunk
  unsigned jobs = 1;
  harness::WorkerLimits limits;
  Duration wall{0};
  Duration cpu{0};
  std::uint64_t nondeterministic_seeds = 0;
  bool internal_error = false;
  bool interrupted = false;
};

struct RunResults {
  std::string file;
  bool is_whole = false;  // else it was cut: what follows is not known
  Shard shard;
  harness::BuildIdentity build;
  std::vector<ScenarioResults> scenarios;
};

// The error is a sentence for people that begins with the file's name. A text that ends before its summary was cut.
tl::expected<RunResults, std::string> parse_results(std::string_view text, const std::string& file);
tl::expected<RunResults, std::string> read_results(const std::string& file);

}  // namespace groundhog::cli
