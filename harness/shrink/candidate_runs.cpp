#include "harness/shrink/candidate_runs.hpp"

#include <algorithm>
#include <utility>

#include "harness/runner/campaign.hpp"
#include "harness/runner/checked_run.hpp"

namespace groundhog::harness {
namespace {

// Workers of a batch cost a few milliseconds to start: about as much as ten small plans take to live.
constexpr std::size_t largest_batch = 64;

}  // namespace

CandidateRuns::CandidateRuns(const Guest& guest, FailureSignature wanted, Options options, KnownVerdicts& verdicts)
    : guest_(guest),
      wanted_(std::move(wanted)),
      options_(options),
      verdicts_(verdicts),
      batch_size_(std::max(options.jobs, 1U)) {}

std::optional<ShrinkOracle::Hit> CandidateRuns::first_failing(std::size_t count, const CandidateAt& candidate) {
  return ask(count, candidate, true);
}

std::optional<ShrinkOracle::Hit> CandidateRuns::first_failing_anew(std::size_t count, const CandidateAt& candidate) {
  return ask(count, candidate, false);
}

// A batch that failed to fail is followed by one of twice its size: where little can go, it is asked for in bulk, and
// where much can, little is lived in vain.
std::optional<ShrinkOracle::Hit> CandidateRuns::ask(std::size_t count, const CandidateAt& candidate, bool remembers) {
  look_at_the_clock();
  std::vector<Candidate> batch;
  for (std::size_t i = 0; i < count && !exhausted(); ++i) {
    auto plan = candidate(i);
    if (!plan) continue;
    const std::uint64_t hash = plan_hash(*plan);
    const auto known = remembers ? verdicts_.find(hash) : std::nullopt;
    if (known && !known->fails_at) continue;
    if (!known) batch.push_back({i, hash, std::move(*plan)});
    if (known || batch.size() == batch_size_) {
      if (const auto hit = answer(std::exchange(batch, {}))) return hit;
    }
    if (known && !exhausted()) return Hit{i, *known->fails_at};
  }
  return answer(std::move(batch));
}

std::optional<ShrinkOracle::Hit> CandidateRuns::answer(std::vector<Candidate> batch) {
  std::size_t at = 0;
  while (at < batch.size()) {
    look_at_the_clock();
    if (exhausted()) return std::nullopt;
    for (const CandidateVerdict& verdict : live(batch, at)) {
      verdicts_.add(batch[at].hash, verdict);
      if (verdict.fails_at) {
        batch_size_ = std::max<std::size_t>(options_.jobs, batch_size_ / 4);
        return Hit{batch[at].index, *verdict.fails_at};
      }
      ++at;
    }
  }
  if (!batch.empty()) batch_size_ = std::min(batch_size_ * 2, largest_batch);
  return std::nullopt;
}

// Verdicts in the order of the batch, up to the first that failed in any way.
std::vector<CandidateVerdict> CandidateRuns::live(const std::vector<Candidate>& batch, std::size_t from) {
  const RunSeed run = [&](std::uint64_t index) {
    SeedResult result = checked_run(batch[index].plan, guest_);
    if (shows(result, wanted_)) return result;
    result.end = SeedEnd::completed;
    result.violations.clear();
    return result;
  };
  CampaignOptions options;
  options.jobs = options_.jobs;
  options.limits = options_.limits;
  options.fail_fast = 1;
  options.time_limit = std::chrono::ceil<std::chrono::milliseconds>(options_.until - Clock::now());
  options.finish_begun = false;

  std::vector<CandidateVerdict> verdicts;
  CampaignReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    verdicts.push_back(verdict_of(result));
    ++costs_.executions;
    costs_.cpu += result.cpu;
  };
  const ShardedSeeds indices(SeedRanges({{from, batch.size() - 1}}), {});
  interrupted_ = run_campaign(indices, run, options, reporter).interrupted || interrupted_;
  if (on_batch_) on_batch_();
  return verdicts;
}

// A failure of another kind is as good as none. When a process died, nobody knows at which time: at the end, then.
CandidateVerdict CandidateRuns::verdict_of(const SeedResult& result) const {
  if (!result.failed() || !shows(result, wanted_)) {
    return {.by_limit = result.end == SeedEnd::timed_out || result.end == SeedEnd::out_of_memory};
  }
  const SeedViolation* violation = violation_of(result, wanted_.about);
  return {violation != nullptr ? violation->at : Duration::max() / 2};
}

void CandidateRuns::look_at_the_clock() {
  interrupted_ = interrupted_ || interruption_.happened();
  out_of_time_ = out_of_time_ || Clock::now() >= options_.until;
}

}  // namespace groundhog::harness
