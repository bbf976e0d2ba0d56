// The oracle of shrinking: candidates run in worker processes, several at once; one that crashes or hangs takes no
// other along.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "harness/repro/signature.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/process.hpp"
#include "harness/shrink/plan/shrinker.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::harness {

// Of the candidates that were answered for; those that were begun at the same time and proved needless are not among
// them.
struct CandidateCosts {
  std::uint64_t executions = 0;
  Duration cpu{0};  // of the workers
};

class CandidateRuns final : public ShrinkOracle {
 public:
  using Clock = std::chrono::steady_clock;

  struct Options {
    unsigned jobs = 1;        // worker processes
    WorkerLimits limits;      // of one candidate
    Clock::time_point until;  // what has not ended by then is given up
  };

  // `guest` must outlive it. From now on SIGINT and SIGTERM mean "no more".
  CandidateRuns(const Guest& guest, FailureSignature wanted, Options options);

  std::optional<Hit> first_failing(std::size_t count, const CandidateAt& candidate) override;
  bool exhausted() const override { return interrupted_ || out_of_time_; }

  // Called after every batch.
  void on_batch(std::function<void()> told) { on_batch_ = std::move(told); }

  bool interrupted() const { return interrupted_; }
  const CandidateCosts& costs() const { return costs_; }

 private:
  struct Candidate {
    std::size_t index;
    Plan plan;
  };
  using Verdict = std::optional<Duration>;  // when it fails in the wanted way; nullopt: it does not

  std::optional<Hit> answer(std::vector<Candidate> batch);
  std::vector<Verdict> run(const std::vector<Candidate>& batch, std::size_t from);
  Verdict verdict_of(const SeedResult& result) const;
  void look_at_the_clock();

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

}  // namespace groundhog::harness
