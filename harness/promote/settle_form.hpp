// Chooses the form in which a failing plan is written down: as readable as it can be without failing less often when
// random draws shift. Each form that is tried is run.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "harness/repro/signature.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Other seeds, counted from the plan's own. Those that choose a form do not say how it lasts: others do.
constexpr std::uint64_t first_judging = 1;
constexpr std::uint64_t seeds_judging = 40;
constexpr std::uint64_t first_reported = first_judging + seeds_judging;
constexpr std::uint64_t seeds_reported = 20;

struct TrialStatus {
  std::uint64_t runs = 0;  // that have ended
  std::chrono::steady_clock::duration elapsed{0};
};

struct TrialSettings {
  WorkerLimits limits = {};
  unsigned jobs = 1;
  std::function<void(const TrialStatus&)> on_progress = {};  // several times a second
};

// Tries plans, each in a worker process, and says which of them still show a failure.
class Trials {
 public:
  Trials(const Guest& guest, FailureSignature wanted, TrialSettings settings);

  const Guest& guest() const { return guest_; }

  // By index of the plan. A run that crashes or hangs is a result like any other.
  std::vector<SeedResult> run(std::span<const Plan> plans);

  bool fails(const Plan& plan) { return each_fails({&plan, 1}).front(); }
  std::vector<bool> each_fails(std::span<const Plan> plans);
  // How many show it of the plan under `count` other seeds, the first of which is `first` after its own.
  std::uint64_t failing_seeds(const Plan& plan, std::uint64_t first, std::uint64_t count);

  std::uint64_t runs() const { return runs_; }  // that have ended

  // By a signal, in any of the calls: their answers mean nothing then.
  bool interrupted() const { return interrupted_; }

 private:
  const Guest& guest_;
  FailureSignature wanted_;
  TrialSettings settings_;
  std::uint64_t runs_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  bool interrupted_ = false;
};

// `plan` shows the failure and its run completes. The result shows it, too.
Plan settle_form(Plan plan, Trials& trials);

}  // namespace groundhog::harness
