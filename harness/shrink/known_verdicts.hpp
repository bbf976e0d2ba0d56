// What is known of candidates already: by the hash of the plan as it is printed. Kept in a file, so that shrinking that
// was broken off goes on: asked the same questions again, it gets the same answers, without living a single plan. Only
// verdicts that will be the same another time are kept there: none that a limit of real time or memory decided.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <unordered_map>

#include "harness/repro/signature.hpp"
#include "harness/runner/worker.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

std::uint64_t plan_hash(const Plan& plan);

// What is shrunk, under which limits: verdicts hold for nothing else, and for no other build.
std::uint64_t session_of(const Plan& plan, const FailureSignature& wanted, const WorkerLimits& limits);

// Whether a candidate fails in the wanted way, and if so when.
struct CandidateVerdict {
  std::optional<Duration> fails_at = {};
  bool by_limit = false;  // it does not, for it was ended by a limit: on a quiet machine it might have gone on to fail
};

// Whose knowledge a file holds.
enum class VerdictFile {
  absent,
  of_this_session,
  of_another_session,  // of this build
  of_another_build,    // of no use any more
  foreign,             // something else altogether
};

class KnownVerdicts {
 public:
  // In memory only.
  KnownVerdicts() = default;
  // A file that is not of this session is begun anew: ask `look_at` before.
  KnownVerdicts(std::string file, std::uint64_t session);

  static VerdictFile look_at(const std::string& file, std::uint64_t session);

  // How many were known from before.
  std::size_t remembered() const { return remembered_; }

  std::optional<CandidateVerdict> find(std::uint64_t hash) const;
  // The latest counts.
  void add(std::uint64_t hash, CandidateVerdict verdict);

  // The work is done: nobody will ask again.
  void remove_file();

 private:
  std::string file_;  // empty: none
  std::ofstream out_;
  std::unordered_map<std::uint64_t, CandidateVerdict> known_;
  std::size_t remembered_ = 0;
};

}  // namespace groundhog::harness
