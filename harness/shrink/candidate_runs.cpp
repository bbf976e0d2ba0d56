#include "harness/shrink/candidate_runs.hpp"

#define XXH_INLINE_ALL
#include <algorithm>
#include <utility>

#include <xxhash.h>

#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/plan_text.hpp"

namespace groundhog::harness {
namespace {

// Workers of a batch cost a few milliseconds to start: about as much as ten small plans take to run.
constexpr std::size_t largest_batch = 64;

std::uint64_t hash_of(const Plan& plan) {
  const std::string text = print_plan(plan);
  return XXH3_64bits(text.data(), text.size());
}

// One that fails in another way passes: it must not end the batch.
SeedResult run_candidate(const Plan& plan, const Guest& guest, const FailureSignature& wanted) {
  SeedResult result = checked_run(plan, guest);
  if (shows(result, wanted)) return result;
  result.end = SeedEnd::completed;
  result.violations.clear();
  return result;
}

}  // namespace

CandidateRuns::CandidateRuns(const Guest& guest, FailureSignature wanted, Options options)
    : guest_(guest), wanted_(std::move(wanted)), options_(options), batch_size_(std::max(options.jobs, 1U)) {}

std::optional<ShrinkOracle::Hit> CandidateRuns::first_failing(std::size_t count, const CandidateAt& candidate) {
  return ask(count, candidate, true);
}

std::optional<ShrinkOracle::Hit> CandidateRuns::first_failing_anew(std::size_t count, const CandidateAt& candidate) {
  return ask(count, candidate, false);
}

// A batch in which none fails is followed by one of twice its size: where little can go, it is asked for in bulk, and
// where much can, little runs in vain.
std::optional<ShrinkOracle::Hit> CandidateRuns::ask(std::size_t count, const CandidateAt& candidate, bool remembers) {
  look_at_the_clock();
  std::vector<Candidate> batch;
  for (std::size_t i = 0; i < count && !exhausted(); ++i) {
    auto plan = candidate(i);
    if (!plan) continue;
    const std::uint64_t hash = hash_of(*plan);
    const auto known = remembers ? remembered(hash) : std::nullopt;
    if (known && !known->fails_at) continue;
    if (!known) batch.push_back({i, hash, std::move(*plan)});
    if (known || batch.size() == batch_size_) {
      if (const auto hit = answer(std::exchange(batch, {}))) return hit;
    }
    if (known && !exhausted()) return Hit{i, *known->fails_at};
  }
  return answer(std::move(batch));
}

std::optional<CandidateRuns::Verdict> CandidateRuns::remembered(std::uint64_t hash) const {
  const auto found = known_.find(hash);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

std::optional<ShrinkOracle::Hit> CandidateRuns::answer(std::vector<Candidate> batch) {
  std::size_t at = 0;
  while (at < batch.size()) {
    look_at_the_clock();
    if (exhausted()) return std::nullopt;
    for (const Verdict& verdict : run(batch, at)) {
      known_.insert_or_assign(batch[at].hash, verdict);
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
std::vector<CandidateRuns::Verdict> CandidateRuns::run(const std::vector<Candidate>& batch, std::size_t from) {
  const Jobs jobs{batch.size() - from, [&](std::uint64_t index) {
                    const Plan& plan = batch[from + index].plan;
                    return Job{plan.seed, [&] { return run_candidate(plan, guest_, wanted_); }};
                  }};
  RunnerOptions options{.workers = options_.jobs, .limits = options_.limits};
  options.fail_fast = 1;
  options.time_limit = std::chrono::ceil<std::chrono::milliseconds>(options_.until - Clock::now());
  options.finish_begun = false;

  std::vector<Verdict> verdicts;
  const auto take = [&](const SeedResult& result) {
    verdicts.push_back(verdict_of(result));
    ++costs_.executions;
    costs_.cpu += result.cpu;
  };
  interrupted_ = run_jobs(jobs, options, {.on_result = take}).interrupted || interrupted_;
  if (on_batch_) on_batch_();
  return verdicts;
}

// When a process died, its time is not known: at the end, then.
CandidateRuns::Verdict CandidateRuns::verdict_of(const SeedResult& result) const {
  if (!result.failed() || !shows(result, wanted_)) return {};
  const SeedViolation* violation = violation_of(result, wanted_.about);
  return {violation != nullptr ? violation->at : Duration::max() / 2};
}

void CandidateRuns::look_at_the_clock() {
  interrupted_ = interrupted_ || interruption_.happened();
  out_of_time_ = out_of_time_ || Clock::now() >= options_.until;
}

}  // namespace groundhog::harness
