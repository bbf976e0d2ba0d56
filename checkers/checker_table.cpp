#include <algorithm>
#include <array>
#include <utility>

#include "checkers/checker.hpp"
#include "checkers/factories.hpp"

namespace groundhog::checkers {
namespace {

constexpr MessageForm prefix_forms[] = {
    {" lacks ", "a key is missing"},
    {" showed no ", "a key is missing"},
    {"should be absent", "a key is too many"},
    {"which is in no state", "a key is too many"},
};

constexpr RunEvidence log{.log = true};
constexpr RunEvidence ttls{.log = true, .deadlines = true};
constexpr RunEvidence watches{.log = true, .watches = true};

constexpr std::array<CheckerEntry, 8> table = {{
    {"P1", "ttl.safety", "TTL safety",
     "A read at a node returned a value although the node's expiry clock had reached its deadline for the whole "
     "interval "
     "from the delivery of the request to the acceptance of the reply.",
     "ttl.fidelity,replica.prefix", make_ttl_safety, ttls},
    {"P2", "ttl.liveness", "TTL liveness",
     "A read at a primary missed an acknowledged value that was alive for the whole interval; an expiry entry was "
     "committed before the deadline; or a write was acknowledged without the log entry that it needs, or refused with "
     "one.",
     "ttl.fidelity,replica.prefix,replica.convergence", make_ttl_liveness, ttls},
    {"P3", "ttl.fidelity", "Deadline fidelity",
     "A node holds another deadline for a key than its history says at that place; a TTL reply or a logged deadline is "
     "not what the command and the node's expiry clock allow.",
     "ttl.safety,ttl.liveness,replica.prefix,replica.convergence", make_ttl_fidelity, ttls},
    {"P6", "replica.convergence", "Convergence",
     "At no instant between the bound and the end of settle do all nodes under one primary agree in history, offset, "
     "content and number of keys; or a key is still held although its deadline and two periods of that primary's "
     "janitor have passed. Who follows whom is what nodes were told, not what they say.",
     "progress,replica.prefix", make_convergence, log, true},
    {"P7", "replica.prefix", "Prefix consistency",
     "A node's state is not the state of its history at the offset that it has applied; an applied offset goes back "
     "within a generation; or a reply fits no state that the node held in the interval, or no state at all.",
     "ttl.safety,ttl.fidelity,replica.convergence", make_prefix, log, false, prefix_forms},
    {"P11", "failure_detector", "Failure detector",
     "A peer is declared down earlier than misses × W or later than (misses + 1) × W + slop after the last evidence of "
     "life, in the observer's monotonic time; or its connection is kept after that.",
     "progress,replica.convergence", make_failure_detector, watches},
    {"P18", "progress", "Progress",
     "After healing an operation stays outstanding past the bound, a node stops answering, or a replica needs more "
     "full synchronisations than one and one for each node above it, although its primary kept the log; at any time, a "
     "full synchronisation has no cause.",
     "replica.convergence", make_progress, watches, true},
    {"P20", "snapshot.atomic", "Snapshot atomicity",
     "A snapshot at an offset is not the state of its history there; the log entries that follow it on the connection "
     "are "
     "not the next ones, each once; or the sender ends the connection instead of continuing although it is intact, "
     "the peer was not declared down and the log kept for it is within sync-buffer.",
     "replica.prefix,replica.convergence,progress", make_snapshot_atomic, watches},
}};

}  // namespace

std::span<const CheckerEntry> checker_table() { return table; }

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

std::vector<MissingCheck> checks_without_evidence(const Guest& guest) {
  std::vector<MissingCheck> missing;
  const auto* const own = dynamic_cast<const GuestChecks*>(&guest);
  if (own == nullptr) return missing;
  for (const CheckerEntry& entry : table) {
    std::string lacks = own->evidence().lacks(entry.needs);
    if (!lacks.empty()) missing.push_back({&entry, std::move(lacks)});
  }
  return missing;
}

std::vector<CheckerEntry> checks_of(const Guest& guest) {
  const auto* const own = dynamic_cast<const GuestChecks*>(&guest);
  if (own == nullptr) return {table.begin(), table.end()};
  std::vector<CheckerEntry> checks;
  for (const CheckerEntry& entry : table) {
    if (own->evidence().lacks(entry.needs).empty()) checks.push_back(entry);
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
