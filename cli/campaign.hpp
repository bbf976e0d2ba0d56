// The campaign of one scenario: runs its seeds, reports and files each failure as it is known, compares hashes, makes
// failures small.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cli/formats/reports.hpp"
#include "cli/formats/table.hpp"
#include "cli/invocation.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/console.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {

// What `groundhog run` was asked for.
struct RunOptions {
  std::vector<std::string> scenarios;  // files, or folders of them; empty only with a mutant: its own
  std::string mutant;                  // a planted bug, or `all`; empty: the true tree
  std::string mutants_folder = default_mutants_folder;
  std::vector<std::string> tags;  // only scenarios that have all of these
  std::optional<SeedSet> seeds;   // nullopt: the scenario's own
  Shard shard;
  unsigned jobs = 1;
  std::optional<std::chrono::milliseconds> time_limit;
  std::optional<std::uint64_t> fail_fast;
  harness::WorkerLimits limits;
  ReportOptions reports;
  std::string out_folder = "groundhog-out";
  std::uint64_t keep = 10;  // failures filed per scenario
  bool no_shrink = false;   // leave failures as they are
  bool rerun_failed = false;
  bool check_determinism = false;
};

// Shrinks failures of a campaign by itself: the first of each kind among those that were filed, a few, within a budget
// for the whole of one `groundhog run`.
class AutoShrink {
 public:
  static constexpr std::chrono::milliseconds budget = std::chrono::seconds(10);
  static constexpr std::size_t most = 3;

  AutoShrink(const Guest& guest, const RunOptions& options, const Console& console, Format& reports)
      : guest_(guest), options_(options), console_(console), reports_(reports) {}

  // Whether a failure that was filed just now is to be shrunk after its campaign, as far as is known: time may run out.
  bool will_follow(const harness::SeedResult& result);
  // After a scenario's campaign. Reports each failure that was shrunk, and keeps its minimal form with its group.
  // Whether it was interrupted.
  bool shrink_failures_of(const Scenario& scenario, harness::ScenarioReport& report);
  // A minimal form could not be written.
  bool unwritten() const { return unwritten_; }

 private:
  bool is_wanted(const harness::ScenarioReport& report) const;
  bool shrink(const Scenario& scenario, const harness::SeedResult& result, harness::ScenarioReport& report);

  const Guest& guest_;
  const RunOptions& options_;
  const Console& console_;
  Format& reports_;
  std::set<harness::FailureSignature> seen_;
  std::set<harness::FailureSignature> expected_;  // of the campaign at work
  std::size_t shrunk_ = 0;
  bool unwritten_ = false;
  std::chrono::steady_clock::duration spent_{0};
};

// Makes a failure small, and shows how far it is.
harness::Minimised minimise(const harness::FoundFailure& failure, const Guest& guest, harness::ShrinkSettings settings,
                            const Console& console);
// The file, empty if there is a better one already, which stays unless by force; or why it cannot be written.
tl::expected<std::string, std::string> write_minimal(const std::string& file, const harness::Minimised& minimised,
                                                     bool force = false);

harness::ScenarioReport run_scenario(const Scenario& scenario, const ScenarioShare& share, const Guest& guest,
                                     const RunOptions& options, const Console& console, Format& reports,
                                     AutoShrink& auto_shrink);

}  // namespace groundhog::cli
