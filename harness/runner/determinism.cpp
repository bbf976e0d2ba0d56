#include "harness/runner/determinism.hpp"

#include <algorithm>

#include "sim/scenario/seed_set.hpp"

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

}  // namespace

std::optional<Divergence> first_divergence(const Recording& first, const Recording& second) {
  const std::size_t common = std::min(first.size(), second.size());
  std::size_t at = 0;
  while (at < common && first[at].hash == second[at].hash) ++at;
  if (at == first.size() && at == second.size()) return std::nullopt;
  return Divergence{at, at < first.size() ? first[at].line : "", at < second.size() ? second[at].line : ""};
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
  } else if (!disagreement.problem.empty()) {
    out += "  it could not be recorded again: " + disagreement.problem + "\n";
  }
  return out;
}

}  // namespace groundhog::harness
