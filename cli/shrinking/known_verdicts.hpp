// What is known of candidates already: by the hash of the plan as it is printed. Kept in a file, so that shrinking that
// was broken off goes on: asked the same questions again, it gets the same answers, without living a single plan.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <unordered_map>

#include "cli/signature.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

std::uint64_t plan_hash(const Plan& plan);

// What is shrunk, and by which build: verdicts hold for no other.
std::uint64_t session_of(const Plan& plan, const FailureSignature& wanted);

// Whether a candidate fails in the wanted way, and if so when.
struct CandidateVerdict {
  std::optional<Duration> fails_at;
};

class KnownVerdicts {
 public:
  // In memory only.
  KnownVerdicts() = default;
  // A file about another session is begun anew.
  KnownVerdicts(std::string file, std::uint64_t session);

  // Whether there is such a file to go on with.
  static bool exists(const std::string& file, std::uint64_t session);

  // How many were known from before.
  std::size_t remembered() const { return remembered_; }

  std::optional<CandidateVerdict> find(std::uint64_t hash) const;
  void add(std::uint64_t hash, CandidateVerdict verdict);

  // The work is done: nobody will ask again.
  void remove_file();

 private:
  std::string file_;  // empty: none
  std::ofstream out_;
  std::unordered_map<std::uint64_t, CandidateVerdict> known_;
  std::size_t remembered_ = 0;
};

}  // namespace groundhog
