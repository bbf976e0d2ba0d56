// Options that several commands have.
#pragma once

#include <functional>
#include <string>

#include "cli/arguments/option_set.hpp"
#include "cli/arguments/values.hpp"
#include "cli/options.hpp"

namespace groundhog::cli {

OptionEntry add_seed(OptionSet& options, const std::function<void(std::uint64_t)>& into);
void add_mutants_folder(OptionSet& options, std::string& into);
void add_jobs(OptionSet& options, unsigned& into);
void add_trace(OptionSet& options, TraceChoice& trace);
void add_mutant_of_repro(OptionSet& options, const std::string& purpose, std::optional<std::string>& into);

// For a seed that is recorded: without them, under the limits that it had.
void add_recorded_limits(OptionSet& options, LimitsChoice& limits);

// `Limits` has members seed_timeout and memory_bytes. `usual_…`: what holds without them.
template <class Limits>
void add_seed_limits(OptionSet& options, Limits& limits, const std::string& usual_time,
                     const std::string& usual_memory) {
  options.parsed("--seed-timeout", "TIME", "real time that one seed may take (default: " + usual_time + ")",
                 [&limits](const std::string& text) { limits.seed_timeout = real_time_limit_value(text); });
  options.parsed("--memory", "SIZE",
                 "address space that a worker may use, such as 4GiB; 0: no limit (default: " + usual_memory + ")",
                 [&limits](const std::string& text) { limits.memory_bytes = size_value(text); });
}

// A filter without a trace would do nothing, nor would one that leaves no time. Throws OptionError.
void check_trace_filters(const OptionSet& options, const TraceChoice& trace);

// Throws OptionError if one of `useless` was given: `option` does its work without it.
void check_without(const OptionSet& options, const std::string& option, const std::string& work,
                   std::initializer_list<const char*> useless);

}  // namespace groundhog::cli
