// A failure that survives the commit on which it was found: everything that the simulator decided, and what came of it.
//
// The plan itself is text of the scenario language and a seed: of a run that has not ended, the scenario as it was
// written; of one that has, the concrete plan (`print_plan`), operations included. The decisions of the network stand
// beside it, keyed by what they were about, so that they can be imposed on a build whose own draws would differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/repro/build_identity.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/net/link.hpp"

namespace groundhog::harness {

// Which build made it. Two runs of one plan are the same, event by event, where `binary` is the same.
struct BuildStamp : BuildIdentity {
  std::uint64_t binary = 0;  // XXH3 of the executable file

  friend bool operator==(const BuildStamp&, const BuildStamp&) = default;
};

// This executable.
BuildStamp build_stamp();

// One transmission and what became of it.
struct RecordedDecision {
  std::string from;
  std::string to;
  std::string type;           // of the frame, or "syn", "fin" …
  std::uint64_t ordinal = 0;  // 1, 2, … of this type on this link
  std::uint32_t attempt = 0;  // 0; 1, 2 … of retransmissions
  Fate fate;

  friend bool operator==(const RecordedDecision&, const RecordedDecision&) = default;
};

// Running hashes (EventHash) of a run: 16 bits after every event, all 64 at every checkpoint. A replay that differs is
// caught at the very event, but for one in 65,536, which the next event catches.
struct HashTrail {
  static constexpr std::uint64_t events_per_checkpoint = 1000;

  std::vector<std::uint16_t> events;
  std::vector<std::uint64_t> checkpoints;  // [i] covers the first (i + 1) * events_per_checkpoint events
  std::uint64_t whole = 0;

  friend bool operator==(const HashTrail&, const HashTrail&) = default;
};

// How much a plan holds; an element is one fault window or one client operation.
struct PlanSize {
  std::uint64_t faults = 0;
  std::uint64_t operations = 0;
  std::uint64_t messages = 0;  // frames sent

  std::uint64_t elements() const { return faults + operations; }
  friend bool operator==(const PlanSize&, const PlanSize&) = default;
};

// What came of the run. `violations` and `end` as in the seed's report.
struct ReproOutcome {
  SeedEnd end = SeedEnd::completed;
  std::string detail;
  std::vector<SeedViolation> violations;
  std::uint64_t events = 0;  // of the history
  PlanSize size;
  HashTrail trail;                          // empty if the run died before it could be recorded
  std::vector<RecordedDecision> decisions;  // in the order in which they were made

  friend bool operator==(const ReproOutcome&, const ReproOutcome&) = default;
};

struct Repro {
  BuildStamp build;
  std::string scenario_name;
  std::string scenario_file;  // where the plan came from, for people
  std::string plan;           // YAML that load_scenario_text accepts
  std::uint64_t seed = 0;
  WorkerLimits limits = {};                  // of the campaign: what hung or ran out of memory did so under these
  std::string about;                         // the property (or the word of a SeedEnd) that it shows; empty: not known
  std::optional<PlanSize> minimised_from;    // of the failure that `shrink` started from
  std::optional<ReproOutcome> outcome = {};  // nullopt: the run has not ended, or died with its process

  friend bool operator==(const Repro&, const Repro&) = default;
};

}  // namespace groundhog::harness
