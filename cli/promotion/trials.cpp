#include "cli/promotion/trials.hpp"

#include <algorithm>
#include <utility>

#include "cli/campaign/campaign.hpp"
#include "cli/checked_run.hpp"

namespace groundhog {

Trials::Trials(const System& system, FailureSignature wanted, WorkerLimits limits, unsigned jobs)
    : system_(system), wanted_(std::move(wanted)), limits_(limits), jobs_(jobs) {}

std::vector<SeedResult> Trials::run(std::span<const Plan> plans) {
  std::vector<SeedResult> results(plans.size());
  if (interrupted_ || plans.empty()) return results;
  // The campaign counts plans, not seeds.
  const RunSeed run_plan = [&](std::uint64_t plan) { return checked_run(plans[plan], system_); };
  CampaignOptions options;
  options.jobs = jobs_;
  options.limits = limits_;
  std::size_t next = 0;
  CampaignReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    results[next] = result;
    results[next].seed = plans[next].seed;
    ++next;
  };
  const SeedRanges indices = SeedRanges::counted(0, plans.size());
  interrupted_ = run_campaign(ShardedSeeds(indices, {}), run_plan, options, reporter).interrupted;
  return results;
}

std::uint64_t Trials::failing(std::span<const Plan> plans) {
  const std::vector<SeedResult> results = run(plans);
  const auto count = std::ranges::count_if(
      results, [&](const SeedResult& result) { return result.failed() && shows(result, wanted_); });
  return static_cast<std::uint64_t>(count);
}

}  // namespace groundhog
