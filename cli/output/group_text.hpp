// Groups of failures in words: what people read on a terminal, in a test report or in a summary.
#pragma once

#include <span>
#include <string>

#include "cli/output/console.hpp"
#include "harness/repro/failure_groups.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

// "replica.prefix: n2 has an entry that n1 has not": one line.
std::string sentence_of(const harness::FailureGroup& group);

// "0x2, 0x5..0x7 … and 20 more"
std::string seeds_of(const harness::FailureGroup& group);

// "minimal form: 2 faults, 5 operations, 31 messages", what it shows, and its last events; ends with a newline.
std::string minimal_text(const harness::MinimalForm& minimal);

// The command that shows it again in the smallest form that there is: the minimal repro, else the whole, else its seed.
std::string repro_command(const harness::ScenarioReport& report, const harness::FailureGroup& group);
// Runs its first seed again.
std::string seed_command(const harness::ScenarioReport& report, const harness::FailureGroup& group);

// All of a group: its whole message, seeds, commands and minimal form, without colour; ends with a newline.
std::string group_text(const harness::ScenarioReport& report, const harness::FailureGroup& group);

// "3 kinds of failure in 41 seeds:", and two lines and a command for each; empty if at most one seed failed.
std::string groups_text(const harness::ScenarioReport& report, const Console& console);

// The same over several scenarios, of which each kind names those that show it; empty if only one of them failed.
std::string groups_text(std::span<const harness::ScenarioReport> reports, const Console& console);

}  // namespace groundhog::cli
