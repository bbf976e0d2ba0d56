// A minimal failure, for people and for programs.
#pragma once

#include <string>

#include "cli/output/console.hpp"
#include "harness/shrink/minimise.hpp"

namespace groundhog::cli {

struct MinimisedFailure {
  std::string scenario;
  std::uint64_t seed = 0;
  std::string repro_file;         // empty: none was written
  std::string same_seed_command;  // likewise
  const harness::FoundFailure& failure;
  const harness::Minimised& minimised;
};

// Why there is no minimal plan to report: a sentence about the failure, such as "deaf seed 0x3 could not be made
// smaller in this time"; empty: there is one.
std::string no_minimum_text(const std::string& scenario, std::uint64_t seed, const harness::Minimised& minimised);

// "minimised: 2 faults, 5 operations, 31 messages (from 3 / 4,012 / 22,871) in 4.1 s", whether that is verified, what
// is violated there, and the commands for going on; each line is indented by two.
std::string minimised_text(const MinimisedFailure& found, const Console& console);

// The last events of the minimal run, under a heading; empty if there are none.
std::string last_events_text(const harness::Minimised& minimised);

// {"type":"minimised", …}
std::string minimised_json_line(const MinimisedFailure& found);

// "shrinking dropped-pongs: operations, 12 elements left, 230 executions, 3 s"
std::string shrink_status_text(const std::string& scenario, const harness::ShrinkStatus& status);

}  // namespace groundhog::cli
