// The limits of one `groundhog run`, over all of its scenarios: which seeds are whose, how much time and how many
// failures are left.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "cli/options/shared.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {

struct RunOptions;

// What one scenario has of the invocation.
struct ScenarioShare {
  SeedSet seeds;  // of all shards
  Shard shard;    // of these
  std::optional<std::chrono::milliseconds> time_limit;
  std::optional<std::uint64_t> fail_fast;
};

class Invocation {
 public:
  // Both must outlive it.
  Invocation(std::span<const Scenario> scenarios, const RunOptions& options);

  // Why the remaining scenarios are not run.
  enum class End { none, interrupted, enough_failures, time_is_up };
  End end() const { return end_; }

  // Of the scenario at this place. (Scenario, seed) pairs are dealt to the shards in turn, through all scenarios. What
  // is left of the time is split evenly between this scenario and those behind it.
  ScenarioShare share_of(std::size_t place) const;
  // After the campaign of each scenario, in their order.
  void account_for(const harness::ScenarioReport& report);

 private:
  std::size_t scenarios_;
  const RunOptions& options_;
  std::vector<SeedSet> seeds_;
  std::vector<Shard> shards_;
  std::chrono::steady_clock::duration ran_{0};  // seeds; what is done with failures afterwards comes on top
  std::uint64_t failed_ = 0;
  End end_ = End::none;
};

}  // namespace groundhog::cli
