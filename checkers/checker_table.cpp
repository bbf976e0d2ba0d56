#include <algorithm>
#include <utility>

#include "checkers/checker.hpp"

namespace groundhog::checkers {

// Each in its file; in the order of their ids.
extern const CheckerEntry ttl_safety_check, ttl_liveness_check, ttl_fidelity_check, ttl_no_resurrection_check,
    convergence_check, prefix_check, staleness_check, linearizable_check, session_check, failure_detector_check,
    no_split_brain_check, resources_check, accounting_check, lru_check, framing_check, progress_check, read_only_check,
    snapshot_atomic_check;

std::vector<CheckerEntry> checker_table() {
  return {ttl_safety_check,     ttl_liveness_check,
          ttl_fidelity_check,   ttl_no_resurrection_check,
          convergence_check,    prefix_check,
          staleness_check,      linearizable_check,
          session_check,        failure_detector_check,
          no_split_brain_check, resources_check,
          accounting_check,     lru_check,
          framing_check,        progress_check,
          read_only_check,      snapshot_atomic_check};
}

std::string RunEvidence::lacks(const RunEvidence& needed) const {
  std::string lacking;
  const auto judge = [&](bool is_needed, bool is_there, std::string_view what) {
    if (is_needed && !is_there) lacking += (lacking.empty() ? "" : ", ") + std::string(what);
  };
  judge(needed.log, log, "a replicated log with keys");
  judge(needed.deadlines, deadlines, "deadlines of keys");
  judge(needed.watches, watches, "Burrow's heartbeats and synchronisations");
  return lacking;
}

std::string lacking_evidence(const Guest& guest, const RunEvidence& needed) {
  const auto* const own = dynamic_cast<const GuestChecks*>(&guest);
  return own == nullptr ? std::string() : own->evidence().lacks(needed);
}

std::vector<MissingCheck> checks_without_evidence(const Guest& guest) {
  std::vector<MissingCheck> missing;
  for (const CheckerEntry& entry : checker_table()) {
    std::string lacks = lacking_evidence(guest, entry.needs);
    if (!lacks.empty()) missing.push_back({entry, std::move(lacks)});
  }
  return missing;
}

std::vector<CheckerEntry> checks_of(const Guest& guest) {
  const auto* const own = dynamic_cast<const GuestChecks*>(&guest);
  if (own == nullptr) return checker_table();
  std::vector<CheckerEntry> checks;
  for (const CheckerEntry& entry : checker_table()) {
    if (lacking_evidence(guest, entry.needs).empty()) checks.push_back(entry);
  }
  checks.insert(checks.end(), own->own_checks().begin(), own->own_checks().end());
  return checks;
}

Duration least_settle(const Plan& plan, const Guest& guest) {
  const bool judged = std::ranges::any_of(checks_of(guest), [&](const CheckerEntry& entry) {
    return entry.needs_settle && std::ranges::find(plan.checks, entry.name) != plan.checks.end();
  });
  return judged ? guest.timing(plan).convergence_bound : Duration{0};
}

}  // namespace groundhog::checkers
