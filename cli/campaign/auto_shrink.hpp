// Shrinks failures of a campaign by itself: the first of each kind among those that were filed, a few, within a budget
// for the whole of one `groundhog run`.
#pragma once

#include <chrono>
#include <set>

#include "cli/campaign/run_options.hpp"
#include "cli/formats/format.hpp"
#include "cli/output/console.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

class AutoShrink {
 public:
  static constexpr std::chrono::milliseconds budget = std::chrono::seconds(10);
  static constexpr std::size_t most = 3;

  AutoShrink(const Guest& guest, const RunOptions& options, const Console& console, Format& reports)
      : guest_(guest), options_(options), console_(console), reports_(reports) {}

  // Whether a failure that was filed just now is to be shrunk after its campaign, as far as is known: time may run out.
  bool will_follow(const harness::SeedResult& result);
  // After a scenario's campaign. Reports each failure that was shrunk. Whether it was interrupted.
  bool shrink_failures_of(const Scenario& scenario, const harness::ScenarioReport& report);

 private:
  bool is_wanted(const harness::ScenarioReport& report) const;
  bool shrink(const Scenario& scenario, const harness::SeedResult& result, const harness::WorkerLimits& limits);

  const Guest& guest_;
  const RunOptions& options_;
  const Console& console_;
  Format& reports_;
  std::set<harness::FailureSignature> seen_;
  std::set<harness::FailureSignature> expected_;  // of the campaign at work
  std::size_t shrunk_ = 0;
  std::chrono::steady_clock::duration spent_{0};
};

}  // namespace groundhog::cli
