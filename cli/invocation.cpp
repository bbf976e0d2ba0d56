#include "cli/invocation.hpp"

#include "cli/campaign.hpp"
#include "harness/repro/filing.hpp"

namespace groundhog::cli {
namespace {

SeedSet chosen_seeds(const Scenario& scenario, const RunOptions& options) {
  if (options.rerun_failed) return harness::filed_seeds(options.out_folder, scenario.name);
  if (options.seeds) return *options.seeds;
  SeedSet own = scenario.seeds;
  if (!options.time_limit || own.empty()) return own;
  std::vector<SeedSet::Range> onwards(own.ranges().begin(), own.ranges().end());
  const SeedSet beyond = SeedSet::from(own.ranges().back().last);
  onwards.insert(onwards.end(), beyond.ranges().begin(), beyond.ranges().end());
  return SeedSet(onwards);
}

}  // namespace

Invocation::Invocation(std::span<const Scenario> scenarios, const RunOptions& options)
    : scenarios_(scenarios.size()), options_(options) {
  Shard shard = options.shard;
  for (const Scenario& scenario : scenarios) {
    seeds_.push_back(chosen_seeds(scenario, options));
    shards_.push_back(shard);
    shard = shard.behind(seeds_.back().size());
  }
}

ScenarioShare Invocation::share_of(std::size_t place) const {
  ScenarioShare share{seeds_[place], shards_[place], {}, {}};
  if (options_.time_limit) {
    const auto left = *options_.time_limit - std::chrono::floor<std::chrono::milliseconds>(ran_);
    share.time_limit = left / static_cast<int>(scenarios_ - place);
  }
  if (options_.fail_fast) share.fail_fast = *options_.fail_fast - failed_;
  return share;
}

void Invocation::account_for(const harness::ScenarioReport& report) {
  ran_ += report.wall;
  failed_ += report.seeds_failed;
  if (options_.time_limit && ran_ >= *options_.time_limit) end_ = End::time_is_up;
  if (options_.fail_fast && failed_ >= *options_.fail_fast) end_ = End::enough_failures;
  if (report.interrupted) end_ = End::interrupted;
}

}  // namespace groundhog::cli
