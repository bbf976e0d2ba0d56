#include "cli/commands/run_confession.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "cli/output/console.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/history/event_hash.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/trace/recorder.hpp"

namespace groundhog::cli {
namespace {

ExitCode print_hashes(const Scenario& scenario, const Guest& guest, const RunOptions& options) {
  const SeedSet seeds = options.seeds.value_or(SeedSet());
  const harness::Jobs jobs{
      seeds.size(), [&](std::uint64_t index) {
        const std::uint64_t seed = seeds.at(index);
        return harness::Job{seed, [&, seed] { return harness::checked_run(expand(scenario, seed), guest); }};
      }};
  const auto print = [](const harness::SeedResult& result) {
    if (result.end != harness::SeedEnd::completed) return;
    print_data(seed_text(result.seed) + " " + seed_text(result.hash) + "\n");
  };
  const harness::WorkerLimits limits{options.seed_timeout, options.memory_bytes};
  harness::run_jobs(jobs, {.workers = options.jobs, .limits = limits}, {.on_result = print});
  return ExitCode::as_expected;
}

}  // namespace

ExitCode confess(const Scenario& scenario, const Guest& guest, const RunOptions& options) {
  if (options.confession == Confession::hashes) return print_hashes(scenario, guest, options);
  for (const harness::RecordedEvent& event : record_seed(scenario, guest, options.seeds->at(0))) {
    print_data(seed_text(event.hash) + " " + event.line + "\n");
  }
  return ExitCode::as_expected;
}

harness::Recording record_seed(const Scenario& scenario, const Guest& guest, std::uint64_t seed) {
  const Plan plan = expand(scenario, seed);
  std::vector<std::uint64_t> trail;
  EventHash hash(trail);
  Recorder recorder(plan, 0, std::numeric_limits<std::uint64_t>::max());
  Observer* const observers[] = {&hash, &recorder};
  harness::checked_run(plan, guest, observers);

  harness::Recording recording(trail.size());
  for (std::size_t i = 0; i < trail.size(); ++i) recording[i].hash = trail[i];
  const std::size_t common = std::min(trail.size(), recorder.lines().size());
  for (std::size_t i = 0; i < common; ++i) recording[i].line = recorder.lines()[i];
  return recording;
}

harness::Recording parse_recording(std::string_view text) {
  harness::Recording recording;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t space = std::min(line.find(' '), line.size());
    recording.push_back(
        {parse_seed(line.substr(0, space)).value_or(0), std::string(line.substr(std::min(space + 1, line.size())))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return recording;
}

}  // namespace groundhog::cli
