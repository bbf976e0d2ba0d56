#include "harness/promote/trials.hpp"

#include <algorithm>
#include <utility>

#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"

namespace groundhog::harness {

Trials::Trials(const Guest& guest, FailureSignature wanted, TrialSettings settings)
    : guest_(guest), wanted_(std::move(wanted)), settings_(std::move(settings)) {}

std::vector<SeedResult> Trials::run(std::span<const Plan> plans) {
  std::vector<SeedResult> results(plans.size());
  if (interrupted_ || plans.empty()) return results;
  const Jobs jobs{plans.size(), [&](std::uint64_t index) {
                    const Plan& plan = plans[index];
                    return Job{plan.seed, [&] { return checked_run(plan, guest_); }};
                  }};
  std::size_t next = 0;
  RunnerReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    results[next++] = result;
    ++runs_;
  };
  if (settings_.on_progress) {
    reporter.on_progress = [&](const RunnerProgress&) {
      settings_.on_progress({runs_, std::chrono::steady_clock::now() - began_});
    };
  }
  interrupted_ = run_jobs(jobs, {.workers = settings_.jobs, .limits = settings_.limits}, reporter).interrupted;
  return results;
}

std::vector<bool> Trials::each_fails(std::span<const Plan> plans) {
  std::vector<bool> fails;
  for (const SeedResult& result : run(plans)) fails.push_back(result.failed() && shows(result, wanted_));
  return fails;
}

std::uint64_t Trials::failing_seeds(const Plan& plan, std::uint64_t first, std::uint64_t count) {
  std::vector<Plan> others(count, plan);
  for (std::uint64_t i = 0; i < count; ++i) others[i].seed = plan.seed + first + i;
  return static_cast<std::uint64_t>(std::ranges::count(each_fails(others), true));
}

}  // namespace groundhog::harness
