#include "cli/shrinking/known_verdicts.hpp"

#define XXH_INLINE_ALL
#include <filesystem>
#include <sstream>
#include <utility>

#include <xxhash.h>

#include "cli/repro/repro.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog {
namespace {

constexpr std::string_view heading = "groundhog shrink: what is known of candidates; remove it to begin anew ";

std::string heading_of(std::uint64_t session) { return std::string(heading) + std::to_string(session); }

// "17 fails 640000000" or "17 passes". A line that is cut off, because the process was, is not one.
std::optional<std::pair<std::uint64_t, CandidateVerdict>> parse_line(const std::string& line) {
  std::istringstream words(line);
  std::uint64_t hash = 0;
  std::string verdict;
  if (!(words >> hash >> verdict)) return std::nullopt;
  if (verdict == "passes") return std::pair(hash, CandidateVerdict{});
  std::int64_t at = 0;
  std::string end;
  if (verdict != "fails" || !(words >> at >> end) || end != "ns") return std::nullopt;
  return std::pair(hash, CandidateVerdict{Duration(at)});
}

}  // namespace

std::uint64_t plan_hash(const Plan& plan) {
  const std::string text = print_plan(plan);
  return XXH3_64bits(text.data(), text.size());
}

std::uint64_t session_of(const Plan& plan, const FailureSignature& wanted) {
  const std::string text =
      print_plan(plan) + wanted.about + '\n' + wanted.shape + '\n' + std::to_string(build_stamp().binary);
  return XXH3_64bits(text.data(), text.size());
}

KnownVerdicts::KnownVerdicts(std::string file, std::uint64_t session) : file_(std::move(file)) {
  const bool goes_on = exists(file_, session);
  std::ifstream in(file_);
  std::string line;
  while (goes_on && std::getline(in, line)) {
    if (const auto known = parse_line(line)) known_.insert(*known);
  }
  remembered_ = known_.size();
  out_.open(file_, goes_on ? std::ios::app : std::ios::trunc);
  out_ << (goes_on ? std::string() : heading_of(session)) << '\n';  // also ends a line that was cut off
}

bool KnownVerdicts::exists(const std::string& file, std::uint64_t session) {
  std::ifstream in(file);
  std::string line;
  return std::getline(in, line) && line == heading_of(session);
}

std::optional<CandidateVerdict> KnownVerdicts::find(std::uint64_t hash) const {
  const auto found = known_.find(hash);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

void KnownVerdicts::add(std::uint64_t hash, CandidateVerdict verdict) {
  if (!known_.emplace(hash, verdict).second || !out_.is_open()) return;
  out_ << hash;
  if (verdict.fails_at) {
    out_ << " fails " << verdict.fails_at->count() << " ns\n";
  } else {
    out_ << " passes\n";
  }
  out_.flush();
}

void KnownVerdicts::remove_file() {
  out_.close();
  std::error_code ignored;
  if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

}  // namespace groundhog
