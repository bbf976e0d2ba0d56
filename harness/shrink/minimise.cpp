#include "harness/shrink/minimise.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>
#include <utility>

#include "checkers/checker.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/process.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/core/text.hpp"
#include "sim/plan/host_names.hpp"

namespace groundhog::harness {
namespace {

using LinkAndType = std::tuple<std::string, std::string, std::string>;  // from, to, type

// How many frames of each kind were sent before and during chaos. Faults count from its start, decisions from the
// first connection on.
class FrameCounts final : public Observer {
 public:
  explicit FrameCounts(const Plan& plan) : hosts_(host_names(plan)) {}

  using Observer::on;
  void on(const PhaseStarted& event) override { phase_ = event.phase; }
  void on(const FrameSent& event) override {
    const Frame& frame = event.frame;
    if (index(frame.from) >= hosts_.size() || index(frame.to) >= hosts_.size()) return;  // the operator's machine
    Counts& counts = counts_[{hosts_[index(frame.from)], hosts_[index(frame.to)], std::string(frame.type)}];
    if (phase_ == Phase::warmup) counts.before = frame.ordinal;
    if (phase_ == Phase::chaos) counts.until_end = frame.ordinal;
  }

  // 1, 2 … from the start of chaos on; 0: it was sent before or after.
  std::uint64_t number_in_chaos(const LinkAndType& kind, std::uint64_t ordinal) const {
    const auto found = counts_.find(kind);
    const Counts counts = found == counts_.end() ? Counts{} : found->second;
    return ordinal > counts.before && ordinal <= counts.until_end ? ordinal - counts.before : 0;
  }

 private:
  struct Counts {
    std::uint64_t before = 0;
    std::uint64_t until_end = 0;  // of chaos
  };

  std::vector<std::string> hosts_;
  Phase phase_ = Phase::warmup;
  std::map<LinkAndType, Counts> counts_;
};

// Workers of a batch cost a few milliseconds to start: about as much as ten small plans take to run.
constexpr std::size_t largest_batch = 64;

// One that fails in another way passes: it must not end the batch.
SeedResult run_candidate(const Plan& plan, const Guest& guest, const FailureSignature& wanted) {
  SeedResult result = checked_run(plan, guest);
  if (shows(result, wanted)) return result;
  result.end = SeedEnd::completed;
  result.violations.clear();
  return result;
}

// The oracle of shrinking: candidates run in worker processes, several at once; one that crashes or hangs takes no
// other along.
class CandidateRuns final : public ShrinkOracle {
 public:
  using Clock = std::chrono::steady_clock;

  struct Options {
    unsigned jobs = 1;        // worker processes
    WorkerLimits limits;      // of one candidate
    Clock::time_point until;  // what has not ended by then is given up
  };

  // `guest` must outlive it. From now on SIGINT and SIGTERM mean "no more".
  CandidateRuns(const Guest& guest, FailureSignature wanted, Options options)
      : guest_(guest), wanted_(std::move(wanted)), options_(options), batch_size_(std::max(options.jobs, 1U)) {}

  // A batch in which none fails is followed by one of twice its size: where little can go, it is asked for in bulk, and
  // where much can, little runs in vain.
  std::optional<Hit> first_failing(std::size_t count, const CandidateAt& candidate) override {
    look_at_the_clock();
    std::vector<Candidate> batch;
    for (std::size_t i = 0; i < count && !exhausted(); ++i) {
      auto plan = candidate(i);
      if (!plan) continue;
      batch.push_back({i, std::move(*plan)});
      if (batch.size() < batch_size_) continue;
      if (const auto hit = answer(std::exchange(batch, {}))) return hit;
    }
    return answer(std::move(batch));
  }
  bool exhausted() const override { return interrupted_ || out_of_time_; }

  // Called after every batch.
  void on_batch(std::function<void()> hook) { on_batch_ = std::move(hook); }

  bool interrupted() const { return interrupted_; }
  const CandidateCosts& costs() const { return costs_; }

 private:
  struct Candidate {
    std::size_t index;
    Plan plan;
  };
  using Verdict = std::optional<Duration>;  // when it fails in the wanted way; nullopt: it does not

  std::optional<Hit> answer(std::vector<Candidate> batch) {
    std::size_t at = 0;
    while (at < batch.size()) {
      look_at_the_clock();
      if (exhausted()) return std::nullopt;
      for (const Verdict& fails_at : run(batch, at)) {
        if (fails_at) {
          batch_size_ = std::max<std::size_t>(options_.jobs, batch_size_ / 4);
          return Hit{batch[at].index, *fails_at};
        }
        ++at;
      }
    }
    if (!batch.empty()) batch_size_ = std::min(batch_size_ * 2, largest_batch);
    return std::nullopt;
  }

  // Verdicts in the order of the batch, up to the first that failed in any way.
  std::vector<Verdict> run(const std::vector<Candidate>& batch, std::size_t from) {
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
    interrupted_ = run_jobs(jobs, options, {.on_result = take}) || interrupted_;
    if (on_batch_) on_batch_();
    return verdicts;
  }

  // When a process died, its time is not known: at the end, then.
  Verdict verdict_of(const SeedResult& result) const {
    if (!result.failed() || !shows(result, wanted_)) return std::nullopt;
    const SeedViolation* violation = violation_of(result, wanted_.about);
    return violation != nullptr ? violation->at : Duration::max() / 2;
  }

  void look_at_the_clock() {
    interrupted_ = interrupted_ || interruption_.happened();
    out_of_time_ = out_of_time_ || Clock::now() >= options_.until;
  }

  const Guest& guest_;
  FailureSignature wanted_;
  Options options_;
  Interruption interruption_;
  std::function<void()> on_batch_;
  CandidateCosts costs_;
  std::size_t batch_size_;
  bool interrupted_ = false;
  bool out_of_time_ = false;
};

// A plan that is smaller and takes longer than so many times the original hangs for a reason of its own.
constexpr int slack = 5;
constexpr std::chrono::milliseconds least_patience{1000};

WorkerLimits limits_for_candidates(WorkerLimits limits, const SeedResult& original) {
  const auto taken = std::chrono::ceil<std::chrono::milliseconds>(original.wall);
  limits.seed_timeout = std::min(limits.seed_timeout, std::max(least_patience, taken * slack));
  return limits;
}

// What shows as a hang must hang under the limits that it was found under.
WorkerLimits limits_for_recording(WorkerLimits limits, const FailureSignature& signature) {
  if (signature.about != name_of(SeedEnd::timed_out)) limits.seed_timeout *= patience_for_recording;
  return limits;
}

bool is_property(const Guest& guest, const std::string& about) {
  return std::ranges::any_of(checkers::checks_of(guest),
                             [&](const checkers::CheckerEntry& entry) { return entry.name == about; });
}

Duration failed_at(const FoundFailure& failure) {
  const SeedViolation* violation = violation_of(failure.result, failure.signature.about);
  return violation != nullptr ? violation->at : failure.plan.chaos + failure.plan.settle;
}

bool is_same_failure(const Repro& there, const Repro& found) {
  const bool same_property = found.about.empty() || there.about == found.about;
  return same_property && there.scenario_name == found.scenario_name && there.seed == found.seed &&
         there.build.mutant == found.build.mutant;
}

}  // namespace

std::vector<DrawnDelay> drawn_delays(const Plan& plan, const Guest& guest) {
  FrameCounts frames(plan);
  DecisionRecorder recorder(plan);
  Observer* const observers[] = {&frames};
  checked_run(plan, guest, observers, &recorder);

  const auto types = guest.dissector().replication_types();
  std::vector<DrawnDelay> drawn;
  for (const RecordedDecision& decision : recorder.take()) {
    const bool is_frame = std::ranges::find(types, decision.type) != types.end();
    if (!is_frame || decision.attempt > 0 || !decision.fate) continue;
    const std::uint64_t nth = frames.number_in_chaos({decision.from, decision.to, decision.type}, decision.ordinal);
    if (nth > 0) drawn.push_back({decision.from, decision.to, decision.type, nth, *decision.fate});
  }
  return drawn;
}

ShrinkOutcome shrink_failure(const FoundFailure& failure, const Guest& guest, const ShrinkSettings& settings) {
  const auto start = CandidateRuns::Clock::now();
  const FailureSignature& wanted = failure.signature;
  ShrinkStatus status;
  CandidateRuns runs(guest, wanted,
                     {settings.jobs, limits_for_candidates(settings.limits, failure.result), start + settings.budget});
  const auto report = [&] {
    status.executions = runs.costs().executions;
    status.elapsed = CandidateRuns::Clock::now() - start;
    if (settings.on_progress) settings.on_progress(status);
  };
  runs.on_batch(report);
  ShrinkRequest request{failure.plan, failed_at(failure), {}, {}};
  request.rules.least_settle = [&](const Plan& candidate) { return checkers::least_settle(candidate, guest); };
  request.rules.commands = guest.commands();
  if (is_property(guest, wanted.about)) {  // what ends a run in another way could end this process, too
    request.rules.property = wanted.about;
    request.rules.drawn_delays = [&](const Plan& best) { return drawn_delays(best, guest); };
  }
  request.on_pass = [&](const ShrinkPass& pass, const Plan& best) {
    status.pass = pass.name;
    status.elements = elements_of(best);
    report();
  };
  ShrinkOutcome outcome;
  outcome.shrunk = shrink(std::move(request), runs);
  outcome.costs = runs.costs();
  outcome.interrupted = runs.interrupted();
  outcome.wall = CandidateRuns::Clock::now() - start;
  outcome.gained = outcome.shrunk.minimal || outcome.shrunk.plan != failure.plan;
  return outcome;
}

Minimised minimise(const FoundFailure& failure, const Guest& guest, const ShrinkSettings& settings) {
  const Interruption interruption;
  Minimised minimised;
  minimised.outcome = shrink_failure(failure, guest, settings);
  if (!minimised.outcome.gained) return minimised;
  // What ended the search is heard here, so that it does not end the recording of the best so far; another one would.
  std::ignore = interruption.happened();
  const Shrunk& shrunk = minimised.outcome.shrunk;
  auto repro = record_in_worker(shrunk.plan, guest, limits_for_recording(settings.limits, failure.signature),
                                [](const Record& record) { record({}, {}); });
  if (!repro) {
    minimised.outcome.interrupted = true;
    return minimised;
  }
  minimised.result = result_of(*repro);
  minimised.shown = shows(minimised.result, failure.signature);
  if (!minimised.shown) return minimised;
  minimised.repro = std::move(*repro);
  minimised.repro.scenario_file = failure.scenario_file;
  minimised.repro.about = failure.signature.about;
  minimised.repro.limits = settings.limits;
  minimised.repro.minimised_from = failure.size;
  return minimised;
}

std::string reason_to_stay(const std::string& file, const Repro& found, bool verified) {
  if (!std::filesystem::exists(file)) return {};
  const auto there = read_repro(file);
  if (!there || !there->outcome || !is_same_failure(*there, found)) return "is not of this failure";
  if (!found.outcome) return {};
  const std::uint64_t before = there->outcome->size.elements();
  const std::uint64_t now = found.outcome->size.elements();
  if (before < now) return "is smaller: " + count_of(before, "element") + ", this time " + with_separators(now);
  if (before == now && !verified) return "is as small, and this time the smallness is not verified";
  return {};
}

}  // namespace groundhog::harness
