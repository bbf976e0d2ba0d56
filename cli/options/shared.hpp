// Options that several commands have, and what the text of a value means.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options/command_line.hpp"
#include "cli/output/console.hpp"
#include "harness/mutants/mutants.hpp"
#include "harness/replay/replay_run.hpp"
#include "harness/runner/job.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::cli {

// ---- values: each throws ValueError where the text means nothing, with a suggestion if there is one

SeedSet seeds_value(const std::string& text);  // @FILE and @- too
std::uint64_t positive_value(const std::string& text);
unsigned jobs_value(const std::string& text);  // of worker processes; too many are as many as can be

std::chrono::milliseconds real_time_value(const std::string& text);        // rounded down
std::chrono::milliseconds real_time_limit_value(const std::string& text);  // at least 1ms

// The text, if it is one of these.
std::string one_of(const std::string& text, const std::vector<std::string_view>& words);

// ---- what a shell offers for them

Values some_file();
Values some_folder();
Values scenario_values();  // by name and by file
Values mutant_values(const std::vector<std::string>& also = {});

// The names of `groundhog list` whose words have an explanation.
std::vector<std::string> explained_lists();

// ---- options that plant a bug, and how a command continues in the binary that has it

// Below the current folder.
inline constexpr const char* default_mutants_folder = "tests/mutants";

void add_mutants_folder(Options& options, std::string& into);
// nullopt: the bug that the repro was recorded with.
void add_mutant_of_repro(Options& options, const std::string& purpose, std::optional<std::string>& into);

// A bug that is to be planted, and is not in this binary.
bool is_elsewhere(const std::string& mutant);

// Builds the mutant and continues in its binary with these arguments. Returns only if that fails.
ExitCode continue_in_mutant(const std::string& mutant, std::vector<std::string> arguments,
                            const harness::Museum& museum, const Console& console);

// ---- further options

void add_jobs(Options& options, unsigned& into);  // and sets it to one per processor

// Of a run: what its limits are without them.
void add_limits(Options& options, harness::WorkerLimits& limits);

// Limits for a seed that was recorded under limits of its own; nullopt: under those.
struct RecordedLimits {
  std::optional<std::chrono::milliseconds> seed_timeout;
  std::optional<std::size_t> memory_bytes;

  void add_to(Options& options);
  harness::WorkerLimits over(const harness::WorkerLimits& recorded) const {
    return {seed_timeout.value_or(recorded.seed_timeout), memory_bytes.value_or(recorded.memory_bytes)};
  }
};

// The filters of a timeline.
struct TraceFilter {
  TimelineFilter filter;

  void add_to(Options& options);
  // Throws OptionError: a filter without a trace would do nothing, nor would one that leaves no time.
  void check(const Options& options, bool trace_wanted = true) const;
  // A line for each name that the plan and the guest do not know, since a misspelt one would show an empty run; empty
  // if there is none.
  std::string unknown_names(const Plan& plan, const Guest& guest) const;
};
// The same for the name of an announcement.
std::string unknown_announcement(const std::string& event, const Guest& guest);

// --until: where a timeline ends.
void add_until(Options& options, harness::ReplayPoint& into);
// A line, if the guest does not know the announcement that it names; or empty.
std::string unknown_point(const harness::ReplayPoint& until, const Guest& guest);
// A line for what a timeline that was asked for lacks: its end, any line at all. Empty: nothing.
std::string missed_in_timeline(const harness::ReplayPoint& until, const harness::ReplayFindings& findings);

}  // namespace groundhog::cli
