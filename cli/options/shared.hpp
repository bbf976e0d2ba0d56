// Options that several commands have.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "cli/options/command_line.hpp"
#include "cli/options/values.hpp"
#include "harness/runner/job.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::cli {

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

}  // namespace groundhog::cli
