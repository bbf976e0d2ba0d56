#include "harness/shrink/shrink_failure.hpp"

#include <algorithm>
#include <utility>

#include "checkers/checker.hpp"
#include "harness/runner/campaign.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/shrink/drawn_delays.hpp"

namespace groundhog::harness {
namespace {

// A plan that is smaller and takes longer than so many times the original hangs for a reason of its own.
constexpr int slack = 5;
constexpr std::chrono::milliseconds least_patience{1000};

WorkerLimits limits_for_candidates(WorkerLimits limits, const SeedResult& original) {
  const auto taken = std::chrono::ceil<std::chrono::milliseconds>(original.wall);
  limits.seed_timeout = std::min(limits.seed_timeout, std::max(least_patience, taken * slack));
  return limits;
}

bool is_property(const Guest& guest, const std::string& about) {
  return std::ranges::any_of(checkers::checks_of(guest),
                             [&](const checkers::CheckerEntry& entry) { return entry.name == about; });
}

Duration failed_at(const SeedResult& result, const FailureSignature& wanted, const Plan& plan) {
  const SeedViolation* violation = violation_of(result, wanted.about);
  return violation != nullptr ? violation->at : plan.chaos + plan.settle;
}

}  // namespace

std::optional<SeedResult> live_once(const Plan& plan, const Guest& guest, const WorkerLimits& limits) {
  std::optional<SeedResult> result;
  CampaignReporter reporter;
  reporter.on_result = [&](const SeedResult& each) { result = each; };
  CampaignOptions options;
  options.limits = limits;
  run_campaign(
      ShardedSeeds(SeedRanges::single(plan.seed), {}), [&](std::uint64_t) { return checked_run(plan, guest); }, options,
      reporter);
  return result;
}

ShrinkOutcome shrink_failure(const Plan& plan, const SeedResult& original, const FailureSignature& wanted,
                             const Guest& guest, const ShrinkSettings& settings, KnownVerdicts& verdicts) {
  const auto start = CandidateRuns::Clock::now();
  ShrinkStatus status;
  CandidateRuns runs(guest, wanted,
                     {settings.jobs, limits_for_candidates(settings.limits, original), start + settings.budget},
                     verdicts);
  const auto tell = [&] {
    status.executions = runs.costs().executions;
    status.elapsed = CandidateRuns::Clock::now() - start;
    if (settings.on_progress) settings.on_progress(status);
  };
  runs.on_batch(tell);
  ShrinkRequest request{plan, failed_at(original, wanted, plan), {}, {}};
  request.rules.commands = guest.commands();
  request.rules.least_settle = [&](const Plan& candidate) { return checkers::least_settle(candidate, guest); };
  if (is_property(guest, wanted.about)) {  // what ends a run in another way could end this process, too
    request.rules.property = wanted.about;
    request.rules.drawn_delays = [&](const Plan& best) { return drawn_delays(best, guest); };
  }
  request.on_pass = [&](const ShrinkPass& pass, const Plan& best) {
    status.pass = pass.name;
    status.elements = elements_of(best);
    tell();
  };
  ShrinkOutcome outcome;
  outcome.shrunk = shrink(std::move(request), runs);
  outcome.costs = runs.costs();
  outcome.interrupted = runs.interrupted();
  outcome.wall = CandidateRuns::Clock::now() - start;
  outcome.gained = outcome.shrunk.minimal || outcome.shrunk.plan != plan;
  return outcome;
}

}  // namespace groundhog::harness
