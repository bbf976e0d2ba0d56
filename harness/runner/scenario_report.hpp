// What all seeds of one scenario came to: sums, failures, and whether the cover floors were met.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/repro/failure_groups.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {

// A floor and what was counted: one of `cover:`, or that of a fault, which every fault has unless it may miss: the
// seeds in which it took effect, and at least one of them.
struct CoverLine {
  std::string name;
  std::uint64_t counted = 0;
  std::uint64_t floor = 0;
  std::uint32_t line = 0;  // in the file
  bool of_fault = false;

  bool met() const { return counted >= floor; }
};

// That the planted bug of this binary is caught.
struct ExpectedViolation {
  struct Found {
    std::uint64_t seed;
    std::uint64_t after_seeds;  // how many had run, this one included
  };

  std::string mutant;
  std::string violates;                       // by this property; empty: the scenario promises none, and any will do
  std::optional<std::uint64_t> within_seeds;  // none: within all that run
  std::optional<Found> found;

  bool is_promised() const { return !violates.empty(); }
};

// A checker that gave up in some seeds.
struct GaveUpLine {
  std::uint64_t seeds = 0;
  std::uint64_t first_seed = 0;
  std::string reason;  // in that one
};

struct ScenarioReport {
  std::string name;
  std::string file;
  std::uint64_t text_hash = 0;   // of the file
  std::string commit;            // of the build that ran it
  std::uint32_t cover_line = 0;  // where the floors stand in the file
  std::map<std::string, std::uint64_t> floors;
  std::vector<WrittenFault> faults;
  SeedSet full_set;                           // the scenario's own seeds
  SeedSet chosen;                             // what all shards together were to run
  Shard shard;                                // of the whole invocation
  std::uint64_t due = 0;                      // chosen seeds that fall to this shard
  std::optional<ExpectedViolation> expected;  // only in the binary of a mutant

  std::uint64_t seeds = 0;
  std::uint64_t seeds_failed = 0;
  std::uint64_t seeds_of_full_set = 0;
  std::uint64_t events = 0;
  Duration simulated{0};
  Duration cpu{0};  // processor time, sum over the workers
  Duration wall{0};
  unsigned jobs = 1;
  WorkerLimits limits;
  Coverage coverage;
  std::map<std::uint64_t, std::uint64_t> states;         // that runs went through, and in how many seeds each
  std::vector<std::uint64_t> new_states;                 // of the seed that was added last, those that none had before
  bool is_merged = false;                                // of several shards, whose seeds show new states only
  Coverage effective_seeds;                              // by the written id of each fault that a plan had
  std::vector<SeedResult> failures;                      // without coverage and states, in the order of the seeds
  FailureGroups groups;                                  // of the failures
  std::map<std::string, std::uint64_t> failed_by_check;  // a property, or the word of a SeedEnd
  std::map<std::string, GaveUpLine> gave_up;             // by check
  std::uint64_t nondeterministic_seeds = 0;
  bool internal_error = false;
  bool unwritten = false;  // something that was to be filed is not
  bool interrupted = false;

  explicit ScenarioReport(const Scenario& scenario);

  void add(const SeedResult& result);

  // Floors are judged over the full set only, and of a tree without a bug; a smaller run reports them, and so does a
  // shard: `merge` judges the floors of all.
  bool cover_judged() const {
    return seeds_of_full_set == full_set.size() && !full_set.empty() && !expected && !is_part();
  }
  std::vector<CoverLine> cover() const;
  std::vector<CoverLine> missed_cover() const;
  // States that one seed alone reached; not known of what is merged.
  std::uint64_t states_of_one_seed() const;
  bool cover_missed() const;

  bool is_part() const { return shard.count > 1; }
  // There are seeds, and none of them falls to this shard.
  bool is_left_to_other_shards() const { return due == 0 && !chosen.empty(); }
  bool ran_nothing() const { return seeds == 0 && !is_left_to_other_shards(); }

  bool expected_is_missing() const { return expected && !expected->found; }
  // A failed seed that is no more than what was expected of the planted bug.
  bool failures_are_expected() const { return expected && expected->found; }

 private:
  void count_faults(const SeedResult& result);
  void look_for_expected(const SeedResult& result);
};

// A run that shows a planted bug: it violates a property, or the process dies of it. Other ends say more of the
// scenario than of the bug.
bool catches(const SeedResult& result);

// Of the reports of one invocation: whether one of them caught the planted bug.
bool any_caught(std::span<const ScenarioReport> reports);
// The planted bug got away from this one of them, which promised to catch it, or from all of them.
bool is_missed(const ScenarioReport& report, std::span<const ScenarioReport> reports);

}  // namespace groundhog::harness
