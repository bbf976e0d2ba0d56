// What a campaign found, for people: a failed seed, its minimal form, and the end of it all.
#pragma once

#include <span>
#include <string>

#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "harness/promote/failure_view.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/shrink/minimise.hpp"

namespace groundhog::cli {

// A failed seed: what was violated, and the command that shows it again. The block begins with FAIL and ends with a
// newline. `filed_in`: a folder; empty if nothing was filed.
std::string failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                         const std::string& filed_in, const Console& console);

// One line, where the block of its minimal form will follow; ends with a newline.
std::string brief_failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                               const std::string& filed_in, const Console& console);

// "ttl.safety at t=30.000s", or what ended the run.
std::string headline_of(const harness::SeedResult& result);

// What a missed floor lacks, and for the floor of a fault the remedy.
std::string missed_text(const harness::ScenarioReport& report, const harness::CoverLine& line);

// Seeds, times, events and the cover table of one scenario.
std::string scenario_summary(const harness::ScenarioReport& report, const Console& console);

// The same in one line, for one scenario of many; floors that were missed are named below it.
std::string brief_summary(const harness::ScenarioReport& report, const Console& console);

// How many seeds failed by property, over all scenarios; the last line says what the exit code says.
std::string closing_summary(std::span<const harness::ScenarioReport> reports, ExitCode code, const Console& console);

// ---- a minimal failure, for people and for programs

struct MinimisedFailure {
  std::string repro_file;         // empty: none was written
  std::string same_seed_command;  // the same
  const harness::FoundFailure& failure;
  const harness::Minimised& minimised;
  harness::FailureView view;
};

// Why there is no minimal plan to report: a sentence about the failure, such as "deaf seed 0x3 could not be made
// smaller in this time"; empty: there is one.
std::string no_minimum_text(const harness::FoundFailure& failure, const harness::Minimised& minimised);

// "minimised: 2 faults, 5 operations, 31 messages (from 3 / 4,012 / 22,871) in 4.1 s", whether that is verified, what
// is violated there, and the commands to continue with; each line is indented by two.
std::string minimised_text(const MinimisedFailure& found, const Console& console);

// The minimal run itself: its plan as a scenario, and its events up to the violation, each under a heading and in 120
// columns; empty if there is neither.
std::string minimal_run_text(const harness::FailureView& view);

// {"type":"minimised", …}
std::string minimised_json_line(const MinimisedFailure& found);

// "shrinking dropped-pongs: operations, 12 elements left, 230 executions, 3 s"
std::string shrink_status_text(const std::string& scenario, const harness::ShrinkStatus& status);

}  // namespace groundhog::cli
