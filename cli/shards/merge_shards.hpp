// The results of a run's shards, put together as if it had been one run.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cli/shards/run_results.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

// What two shards of one run cannot have: lines for people, each of which names the files; empty: they belong together.
std::vector<std::string> contradictions(std::span<const RunResults> shards);

// What is missing for the whole: shards that are not there, were cut or were interrupted; a line for each.
std::vector<std::string> gaps(std::span<const RunResults> shards);

struct MergedScenario {
  harness::ScenarioReport report;          // of no seed yet
  std::vector<harness::SeedResult> seeds;  // of all shards, in their order
  std::vector<MinimalOfKind> minimal;      // of all shards
};

// Of shards without contradictions, in the order of the run.
std::vector<MergedScenario> merge_shards(std::span<const RunResults> shards);

// Once the report has its seeds: of each kind of failure the smallest form that a shard has found.
void add_minimal_forms(MergedScenario& merged);

}  // namespace groundhog::cli
