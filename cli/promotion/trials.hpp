// Tries plans, each in a worker process, and says which of them still show a failure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cli/campaign/seed_result.hpp"
#include "cli/campaign/worker.hpp"
#include "cli/signature.hpp"
#include "sim/cluster/system.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

class Trials {
 public:
  Trials(const System& system, FailureSignature wanted, WorkerLimits limits, unsigned jobs);

  // By index of the plan. A run that crashes or hangs is a result like any other.
  std::vector<SeedResult> run(std::span<const Plan> plans);

  bool fails(const Plan& plan) { return failing({&plan, 1}) == 1; }
  // How many of them show the failure.
  std::uint64_t failing(std::span<const Plan> plans);

  // By a signal, in any of the calls: their answers mean nothing then.
  bool interrupted() const { return interrupted_; }

 private:
  const System& system_;
  FailureSignature wanted_;
  WorkerLimits limits_;
  unsigned jobs_;
  bool interrupted_ = false;
};

}  // namespace groundhog
