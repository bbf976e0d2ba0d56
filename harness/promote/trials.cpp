#include "harness/promote/trials.hpp"

#include <algorithm>
#include <utility>

#include "harness/runner/campaign.hpp"
#include "harness/runner/checked_run.hpp"

namespace groundhog::harness {

Trials::Trials(const Guest& guest, FailureSignature wanted, TrialSettings settings)
    : guest_(guest), wanted_(std::move(wanted)), settings_(std::move(settings)) {}

std::vector<SeedResult> Trials::run(std::span<const Plan> plans) {
  std::vector<SeedResult> results(plans.size());
  if (interrupted_ || plans.empty()) return results;
  // The campaign counts plans, not seeds.
  const RunSeed run_plan = [&](std::uint64_t plan) { return checked_run(plans[plan], guest_); };
  CampaignOptions options;
  options.jobs = settings_.jobs;
  options.limits = settings_.limits;
  std::size_t next = 0;
  CampaignReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    results[next] = result;
    results[next].seed = plans[next].seed;
    ++next;
    ++runs_;
  };
  if (settings_.on_progress) {
    reporter.on_progress = [&](const CampaignProgress&) {
      settings_.on_progress({runs_, std::chrono::steady_clock::now() - began_});
    };
  }
  const SeedRanges indices = SeedRanges::counted(0, plans.size());
  interrupted_ = run_campaign(ShardedSeeds(indices, {}), run_plan, options, reporter).interrupted;
  return results;
}

std::vector<bool> Trials::each_fails(std::span<const Plan> plans) {
  std::vector<bool> fails;
  for (const SeedResult& result : run(plans)) fails.push_back(result.failed() && shows(result, wanted_));
  return fails;
}

std::uint64_t Trials::failing(std::span<const Plan> plans) {
  const std::vector<bool> fails = each_fails(plans);
  return static_cast<std::uint64_t>(std::ranges::count(fails, true));
}

}  // namespace groundhog::harness
