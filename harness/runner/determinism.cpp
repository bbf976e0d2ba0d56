#include "harness/runner/determinism.hpp"

#include <algorithm>

#include "harness/runner/causes.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/process.hpp"
#include "sim/core/text.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/scenario/units.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t recorded_at_most = 3;

void record_again(Disagreement& disagreement, const RecordSeed& record_first, const RecordSeed& record_second) {
  const auto first = record_first(disagreement.seed);
  const auto second = record_second(disagreement.seed);
  if (first && second) {
    disagreement.divergence = first_divergence(*first, *second);
  } else {
    disagreement.problem = first ? second.error() : first.error();
  }
}

std::string line_or_end(const std::string& line) { return line.empty() ? "(the run had ended)" : line; }

// Bytes that the second process allocates first: what it allocates later lies elsewhere than here.
constexpr const char* heap_padding = "1234567";

// What `groundhog hashes` prints there: a hash and what it is of.
using HashLine = std::pair<std::uint64_t, std::string>;

tl::expected<std::vector<HashLine>, std::string> hashes_elsewhere(const Scenario& scenario, const std::string& seeds,
                                                                  const RunnerOptions& options, bool of_events) {
  std::vector<std::string> words = {"hashes",         scenario.file,
                                    "--seeds",        "@-",
                                    "--jobs",         std::to_string(options.workers),
                                    "--heap-padding", heap_padding,
                                    "--seed-timeout", std::to_string(options.limits.seed_timeout.count()) + "ms",
                                    "--memory",       format_size(options.limits.memory_bytes)};
  if (of_events) words.emplace_back("--events");
  const auto output = run_fresh_process(words, seeds);
  if (!output) return tl::unexpected(output.error());
  std::vector<HashLine> hashes;
  for (const std::string_view line : lines_of(output->text)) {
    const std::size_t space = std::min(line.find(' '), line.size());
    hashes.emplace_back(parse_seed(line.substr(0, space)).value_or(0), line.substr(std::min(space + 1, line.size())));
  }
  return hashes;
}

tl::expected<SeedHashes, std::string> seeds_elsewhere(const Scenario& scenario, const SeedHashes& first,
                                                      const RunnerOptions& options) {
  std::string seeds;
  for (const auto& [seed, hash] : first) seeds += seed_text(seed) + "\n";
  const auto lines = hashes_elsewhere(scenario, seeds, options, false);
  if (!lines) return tl::unexpected(lines.error());
  if (lines->empty()) return tl::unexpected(std::string("the second process reported no seed"));
  SeedHashes hashes;
  for (const auto& [hash, seed] : *lines) hashes[parse_seed(seed).value_or(0)] = hash;
  return hashes;
}

tl::expected<Recording, std::string> events_elsewhere(const Scenario& scenario, std::uint64_t seed,
                                                      const RunnerOptions& options) {
  const auto lines = hashes_elsewhere(scenario, seed_text(seed), options, true);
  if (!lines) return tl::unexpected(lines.error());
  Recording recording;
  for (const auto& [hash, event] : *lines) recording.push_back({hash, event, {}});
  return recording;
}

}  // namespace

std::optional<Divergence> first_divergence(const Recording& first, const Recording& second) {
  const std::size_t common = std::min(first.size(), second.size());
  std::size_t at = 0;
  while (at < common && first[at].hash == second[at].hash) ++at;
  if (at == first.size() && at == second.size()) return std::nullopt;
  Divergence divergence{at, at < first.size() ? first[at].line : "", at < second.size() ? second[at].line : ""};
  const auto cause = at < first.size() ? first[at].cause : std::nullopt;
  if (cause && *cause < at) {
    divergence.cause = cause;
    divergence.cause_line = first[*cause].line;
  }
  return divergence;
}

std::vector<Disagreement> disagreements(const SeedHashes& first, const SeedHashes& second,
                                        const RecordSeed& record_first, const RecordSeed& record_second) {
  std::vector<Disagreement> found;
  for (const auto& [seed, hash] : first) {
    const auto other = second.find(seed);
    if (other != second.end() && other->second == hash) continue;
    Disagreement disagreement;
    disagreement.seed = seed;
    disagreement.first_hash = hash;
    if (other != second.end()) disagreement.second_hash = other->second;
    if (found.size() < recorded_at_most) record_again(disagreement, record_first, record_second);
    found.push_back(std::move(disagreement));
  }
  return found;
}

std::string disagreement_text(const std::string& scenario, const Disagreement& disagreement) {
  std::string out = "NONDETERMINISM " + scenario + " seed " + seed_text(disagreement.seed) + ": hash " +
                    seed_text(disagreement.first_hash) + ", then " +
                    (disagreement.second_hash ? seed_text(*disagreement.second_hash) : "no complete run") + "\n";
  if (disagreement.divergence) {
    out += "  first difference at event " + std::to_string(disagreement.divergence->event) +
           "\n    first:  " + line_or_end(disagreement.divergence->first) +
           "\n    second: " + line_or_end(disagreement.divergence->second) + "\n";
    if (const auto& cause = disagreement.divergence->cause) {
      out += "  it came from event " + std::to_string(*cause) + ", the same in both\n            " +
             disagreement.divergence->cause_line + "\n";
    }
  } else if (!disagreement.problem.empty()) {
    out += "  it could not be recorded again: " + disagreement.problem + "\n";
  }
  return out;
}

tl::expected<std::vector<Disagreement>, std::string> compare_processes(const Scenario& scenario, const Guest& guest,
                                                                       const SeedHashes& first,
                                                                       const RunnerOptions& options) {
  const auto second = seeds_elsewhere(scenario, first, options);
  if (!second) return tl::unexpected(second.error());
  const RecordSeed here = [&](std::uint64_t seed) { return record_events(scenario, guest, seed); };
  const RecordSeed elsewhere = [&](std::uint64_t seed) { return events_elsewhere(scenario, seed, options); };
  return disagreements(first, *second, here, elsewhere);
}

Recording record_events(const Scenario& scenario, const Guest& guest, std::uint64_t seed) {
  return record_events(expand(scenario, seed), guest);
}

Recording record_events(const Plan& plan, const Guest& guest) {
  std::vector<std::uint64_t> trail;
  EventHash hash(trail);
  Recorder recorder(plan);
  Causes causes;
  Observer* const observers[] = {&hash, &recorder, &causes};
  checked_run(plan, guest, observers);

  Recording recording;
  for (std::size_t i = 0; i < trail.size(); ++i)
    recording.push_back({trail[i], recorder.lines().at(i), causes.all().at(i)});
  return recording;
}

}  // namespace groundhog::harness
