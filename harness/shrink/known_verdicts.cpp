#include "harness/shrink/known_verdicts.hpp"

#define XXH_INLINE_ALL
#include <filesystem>
#include <sstream>
#include <utility>

#include <xxhash.h>

#include "harness/repro/repro.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog::harness {
namespace {

constexpr std::string_view heading = "groundhog shrink: what is known of candidates; remove it to begin anew ";

std::string ending_of_this_build() { return " of build " + std::to_string(build_stamp().binary); }

std::string heading_of(std::uint64_t session) {
  return std::string(heading) + std::to_string(session) + ending_of_this_build();
}

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

std::uint64_t session_of(const Plan& plan, const FailureSignature& wanted, const WorkerLimits& limits) {
  const std::string text = print_plan(plan) + wanted.about + '\n' + wanted.shape + '\n' +
                           std::to_string(limits.seed_timeout.count()) + ' ' + std::to_string(limits.memory_bytes);
  return XXH3_64bits(text.data(), text.size());
}

KnownVerdicts::KnownVerdicts(std::string file, std::uint64_t session) : file_(std::move(file)) {
  const bool goes_on = look_at(file_, session) == VerdictFile::of_this_session;
  std::ifstream in(file_);
  std::string line;
  while (goes_on && std::getline(in, line)) {
    if (const auto known = parse_line(line)) known_.insert_or_assign(known->first, known->second);
  }
  remembered_ = known_.size();
  out_.open(file_, goes_on ? std::ios::app : std::ios::trunc);
  out_ << (goes_on ? std::string() : heading_of(session)) << std::endl;  // also ends a line that was cut off
}

VerdictFile KnownVerdicts::look_at(const std::string& file, std::uint64_t session) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return VerdictFile::absent;
  if (std::filesystem::file_size(file, error) == 0) return VerdictFile::absent;
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  if (!line.starts_with(heading)) return VerdictFile::foreign;
  if (line == heading_of(session)) return VerdictFile::of_this_session;
  return line.ends_with(ending_of_this_build()) ? VerdictFile::of_another_session : VerdictFile::of_another_build;
}

std::optional<CandidateVerdict> KnownVerdicts::find(std::uint64_t hash) const {
  const auto found = known_.find(hash);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

void KnownVerdicts::add(std::uint64_t hash, CandidateVerdict verdict) {
  const auto before = find(hash);
  known_.insert_or_assign(hash, verdict);
  const bool is_news = !before || before->fails_at != verdict.fails_at;
  if (!is_news || verdict.by_limit || !out_.is_open()) return;
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

}  // namespace groundhog::harness
