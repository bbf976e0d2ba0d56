#include "cli/options/shared.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "cli/output/console.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/plan/host_names.hpp"

namespace groundhog::cli {
namespace {

template <class Time, class Memory>
void add_limits(Options& options, Time& time, Memory& memory, const std::string& usual_time,
                const std::string& usual_memory) {
  options.value("--seed-timeout", time, real_time_limit_value,
                "real time that one seed may take (default: " + usual_time + ")", {.type = "TIME"});
  options.value("--memory", memory, size_value,
                "address space that a worker may use, such as 4GiB; 0: no limit (default: " + usual_memory + ")",
                {.type = "SIZE"});
}

std::vector<std::string_view> types_of(const Guest& guest) {
  std::vector<std::string_view> types = {"request", "reply", "garbage"};
  const auto add = [&](std::span<const std::string_view> more) { types.insert(types.end(), more.begin(), more.end()); };
  add(guest.dissector().replication_types());
  add(guest.announced_events());
  return types;
}

// A line for each name that is none of the candidates.
template <class Candidates>
std::string unknown_among(const std::string& what, std::span<const std::string> names, const Candidates& candidates) {
  std::string problems;
  for (const std::string& name : names) {
    if (std::ranges::find(candidates, name) != candidates.end()) continue;
    problems += "groundhog: unknown " + what + " \"" + name + "\"" + did_you_mean(name, candidates) + "\n";
  }
  return problems;
}

}  // namespace

void add_jobs(Options& options, unsigned& into) {
  into = harness::available_processors();
  options.value("--jobs,-j", into, jobs_value, "worker processes (default: one per processor)", {.type = "N"});
}

void add_limits(Options& options, harness::WorkerLimits& limits) {
  add_limits(options, limits.seed_timeout, limits.memory_bytes, "60s", "no limit");
}

void RecordedLimits::add_to(Options& options) {
  add_limits(options, seed_timeout, memory_bytes, "that of the recorded run", "that of the recorded run");
}

void TraceFilter::add_to(Options& options) {
  options.texts("--node", filter.nodes, "trace only what concerns this node or client", {.type = "NAME"});
  options.texts("--type", filter.types, "trace only messages of this type", {.type = "TYPE"});
  options.texts("--key", filter.keys, "trace only what is about this key", {.type = "KEY"});
  options.value("--from", filter.from, signed_time_value, "trace from this scenario time on", {.type = "TIME"});
  options.value("--to", filter.to, signed_time_value, "trace up to this scenario time", {.type = "TIME"});
  options.flag("--verbose", filter.verbose, "trace timers, clock readings, positions and client frames too");
}

void TraceFilter::check(const Options& options, bool trace_wanted) const {
  for (const char* name : {"--node", "--type", "--key", "--from", "--to", "--verbose"}) {
    if (options.has(name) && !trace_wanted) throw OptionError(name, "is for a trace: add --trace");
  }
  if (filter.from && filter.to && *filter.to < *filter.from) {
    throw OptionError("--to", "is before --from: nothing would be shown");
  }
}

std::string TraceFilter::unknown_names(const Plan& plan, const Guest& guest) const {
  return unknown_among("node or client", filter.nodes, host_names(plan)) +
         unknown_among("message type", filter.types, types_of(guest));
}

std::string unknown_announcement(const std::string& event, const Guest& guest) {
  return unknown_among("event", std::span(&event, 1), guest.announced_events());
}

}  // namespace groundhog::cli
