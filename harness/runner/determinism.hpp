// The same seed must give the same history, event by event (P17). Two ways to run a seed are compared; where they
// differ, both record the seed again and the first event that differs is named.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "harness/runner/run_jobs.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::harness {

struct RecordedEvent {
  std::uint64_t hash = 0;                   // running, of everything up to this event
  std::string line;                         // for people
  std::optional<std::uint64_t> cause = {};  // the event that it came from, where that is known (causes.hpp)

  friend bool operator==(const RecordedEvent&, const RecordedEvent&) = default;
};

using Recording = std::vector<RecordedEvent>;

// The first event at which two recordings differ. A line is empty where one of them had ended.
struct Divergence {
  std::uint64_t event = 0;  // from 0
  std::string first;
  std::string second;
  std::optional<std::uint64_t> cause = {};  // both had it
  std::string cause_line = {};

  friend bool operator==(const Divergence&, const Divergence&) = default;
};

std::optional<Divergence> first_divergence(const Recording& first, const Recording& second);

using SeedHashes = std::map<std::uint64_t, std::uint64_t>;  // seed -> hash of its history
using RecordSeed = std::function<tl::expected<Recording, std::string>(std::uint64_t seed)>;

struct Disagreement {
  std::uint64_t seed = 0;
  std::uint64_t first_hash = 0;
  std::optional<std::uint64_t> second_hash;  // nullopt: the second run did not complete
  std::optional<Divergence> divergence;      // nullopt: recording again, the two agreed, or could not be recorded
  std::string problem;                       // why it could not be recorded
};

// Seeds whose hashes differ, in order. Only the first few are recorded again: they are long.
std::vector<Disagreement> disagreements(const SeedHashes& first, const SeedHashes& second,
                                        const RecordSeed& record_first, const RecordSeed& record_second);

std::string disagreement_text(const std::string& scenario, const Disagreement& disagreement);

// --check-determinism: the same seeds again, in a freshly started process with another memory layout. The seeds that
// came to another hash there than in `first`. The error is a sentence for people.
tl::expected<std::vector<Disagreement>, std::string> compare_processes(const Scenario& scenario, const Guest& guest,
                                                                       const SeedHashes& first,
                                                                       const RunnerOptions& options);

// Every event of one run, with its running hash and what it came from.
Recording record_events(const Plan& plan, const Guest& guest);
Recording record_events(const Scenario& scenario, const Guest& guest, std::uint64_t seed);

}  // namespace groundhog::harness
