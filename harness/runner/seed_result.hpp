// What one seed came to: the record that a worker process sends home and that every report is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/virtual_time.hpp"

namespace groundhog::harness {

// Why the seed's run ended. Everything but `completed` is a failure of this seed.
enum class SeedEnd : std::uint8_t {
  completed,
  never_ready,     // warmup did not end
  event_limit,     // max_events of the scenario
  crashed,         // a signal or an abort took the worker with it
  timed_out,       // --seed-timeout, in real time
  out_of_memory,   // --memory
  internal_error,  // the harness threw: exit code 70
};

// "never-ready": the word in reports and JSON.
std::string_view name_of(SeedEnd end);
// Of that word; nullopt: it is none.
std::optional<SeedEnd> seed_end_of(std::string_view name);

struct SeedViolation {
  std::string check;
  Duration at{0};  // scenario time: from the end of warmup
  std::string message;
  std::string node;                      // empty if it is about none
  std::string key;                       // empty if it is about none
  std::vector<std::string> events = {};  // those that it rests on, as a trace names them; not known of a recorded one

  friend bool operator==(const SeedViolation&, const SeedViolation&) = default;
};

// A checker that could not judge the whole run.
struct SeedAbstention {
  std::string check;
  std::string reason;

  friend bool operator==(const SeedAbstention&, const SeedAbstention&) = default;
};

using Coverage = std::map<std::string, std::uint64_t, std::less<>>;

struct SeedResult {
  std::uint64_t seed = 0;
  SeedEnd end = SeedEnd::completed;
  std::string detail;                     // for people, when not completed: the reason, and the last words on stderr
  std::vector<SeedViolation> violations;  // the first of each property
  std::uint64_t violations_total = 0;
  std::vector<SeedAbstention> gave_up;  // no failure: the seed is inconclusive about these
  std::uint64_t hash = 0;               // of every event
  std::uint64_t events = 0;
  std::uint64_t messages = 0;  // frames sent
  Duration simulated{0};
  Duration wall{0};  // real time that the seed took, and processor time; never part of what is compared
  Duration cpu{0};
  Coverage coverage;
  Coverage faults;                    // by the id in the plan: how often each took effect
  std::vector<std::uint64_t> states;  // that it went through (sim/cluster/state_signatures.hpp), in ascending order

  bool failed() const { return end != SeedEnd::completed || !violations.empty(); }

  friend bool operator==(const SeedResult&, const SeedResult&) = default;
};

// Of this property; nullptr: the run did not violate it.
const SeedViolation* violation_of(const SeedResult& result, std::string_view check);

// "ttl.safety at t=1.200s: n2 showed …", or how the run ended and why.
std::string sentence_of(const SeedResult& result, const std::string& about);

// The process survived to the end of the run: the same plan may run in this one.
bool ended_by_itself(const SeedResult& result);

// What a failed seed is about: the word of its end unless it completed, then the properties that it violated. The first
// one is reported first: a run that did not complete says nothing else of weight.
std::vector<std::string> causes_of(const SeedResult& result);

// Seed results as records on a pipe between two processes of the same binary: a 32-bit length, then the fields in the
// order of the struct, integers in the machine's own byte order.
void append_record(std::string& out, const SeedResult& result);

struct DecodedRecord {
  SeedResult result;
  std::size_t size_bytes = 0;  // of the whole record
};

// The first record in `bytes`, or nullopt while it is incomplete.
std::optional<DecodedRecord> first_record(std::string_view bytes);

}  // namespace groundhog::harness
