#include "cli/campaign/compare_processes.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include "harness/runner/checked_run.hpp"
#include "harness/runner/child_process.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/trace/recorder.hpp"

namespace groundhog::cli {
namespace {

// Bytes that the second process allocates first: what it allocates later lies elsewhere than here.
constexpr const char* heap_padding = "1234567";

// What `groundhog hashes` prints there: a hash and what it is of.
using HashLine = std::pair<std::uint64_t, std::string>;

tl::expected<std::vector<HashLine>, std::string> hashes_elsewhere(const Scenario& scenario, const std::string& seeds,
                                                                  const RunOptions& options, bool of_events) {
  std::vector<std::string> words = {"hashes",         scenario.file,
                                    "--seeds",        "@-",
                                    "--jobs",         std::to_string(options.jobs),
                                    "--heap-padding", heap_padding,
                                    "--seed-timeout", std::to_string(options.limits.seed_timeout.count()) + "ms"};
  if (of_events) words.push_back("--events");
  const auto output = harness::run_fresh_process(words, seeds);
  if (!output) return tl::unexpected(output.error());
  std::vector<HashLine> hashes;
  std::istringstream lines(output->text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = std::min(line.find(' '), line.size());
    hashes.emplace_back(parse_seed(line.substr(0, space)).value_or(0), line.substr(std::min(space + 1, line.size())));
  }
  return hashes;
}

tl::expected<harness::SeedHashes, std::string> seeds_elsewhere(const Scenario& scenario,
                                                               const harness::SeedHashes& first,
                                                               const RunOptions& options) {
  std::string seeds;
  for (const auto& [seed, hash] : first) seeds += seed_text(seed) + "\n";
  const auto lines = hashes_elsewhere(scenario, seeds, options, false);
  if (!lines) return tl::unexpected(lines.error());
  if (lines->empty()) return tl::unexpected(std::string("the second process reported no seed"));
  harness::SeedHashes hashes;
  for (const auto& [hash, seed] : *lines) hashes[parse_seed(seed).value_or(0)] = hash;
  return hashes;
}

tl::expected<harness::Recording, std::string> events_elsewhere(const Scenario& scenario, std::uint64_t seed,
                                                               const RunOptions& options) {
  const auto lines = hashes_elsewhere(scenario, seed_text(seed), options, true);
  if (!lines) return tl::unexpected(lines.error());
  harness::Recording recording;
  for (const auto& [hash, event] : *lines) recording.push_back({hash, event});
  return recording;
}

}  // namespace

tl::expected<std::vector<harness::Disagreement>, std::string> compare_processes(const Scenario& scenario,
                                                                                const Guest& guest,
                                                                                const harness::SeedHashes& first,
                                                                                const RunOptions& options) {
  const auto second = seeds_elsewhere(scenario, first, options);
  if (!second) return tl::unexpected(second.error());
  const harness::RecordSeed here = [&](std::uint64_t seed) { return record_events(scenario, guest, seed); };
  const harness::RecordSeed elsewhere = [&](std::uint64_t seed) { return events_elsewhere(scenario, seed, options); };
  return harness::disagreements(first, *second, here, elsewhere);
}

harness::Recording record_events(const Scenario& scenario, const Guest& guest, std::uint64_t seed) {
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

}  // namespace groundhog::cli
