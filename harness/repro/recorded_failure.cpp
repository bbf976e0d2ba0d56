#include "harness/repro/recorded_failure.hpp"

#include <algorithm>

namespace groundhog::harness {
namespace {

SeedResult result_of(const ReproOutcome& outcome) {
  SeedResult result;
  result.end = outcome.end;
  result.detail = outcome.detail;
  result.violations = outcome.violations;
  return result;
}

}  // namespace

std::optional<FailureSignature> recorded_failure(const Repro& repro) {
  if (!repro.outcome) return std::nullopt;
  const SeedResult recorded = result_of(*repro.outcome);
  if (!recorded.failed() || !is_about(recorded, repro)) return std::nullopt;
  return signature_of(recorded, repro.about);
}

bool is_about(const SeedResult& result, const Repro& repro) {
  if (repro.about.empty()) return result.failed();
  if (result.end != SeedEnd::completed && repro.about == name_of(result.end)) return true;
  return std::ranges::count(result.violations, repro.about, &SeedViolation::check) > 0;
}

}  // namespace groundhog::harness
