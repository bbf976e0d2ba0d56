#include "checkers/checker.hpp"

#include <algorithm>
#include <utility>

#include "checkers/model/ledger.hpp"
#include "sim/plan/host_names.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog::checkers {

RunInfo RunInfo::of(const Plan& plan, const Guest& guest) {
  const GuestTiming timing = guest.timing(plan);
  RunInfo info;
  info.hosts = host_names(plan);
  info.node_count = plan.nodes.size();
  info.knobs = timing.knobs;
  info.upstreams = initial_upstreams(plan);
  info.role_commands = groundhog::role_commands(plan);
  info.convergence_bound = timing.convergence_bound;
  info.round_trip = timing.settle_pace.round_trip;
  info.window_bytes = timing.settle_pace.window_bytes;
  info.checks = checks_of(guest);
  return info;
}

std::string_view RunInfo::name_of(HostId host) const {
  return index(host) < hosts.size() ? std::string_view(hosts[index(host)]) : std::string_view("no host");
}

const NodeKnobs& RunInfo::knobs_of(HostId node) const {
  SEAM_ASSERT(index(node) < knobs.size());
  return knobs[index(node)];
}

void Verdicts::violated(Violation violation) {
  ++total_;
  const bool known = std::any_of(first_.begin(), first_.end(),
                                 [&](const Violation& earlier) { return earlier.check == violation.check; });
  if (!known) first_.push_back(std::move(violation));
}

void Verdicts::gave_up(std::string_view check, std::string reason) {
  const bool known = std::any_of(abstentions_.begin(), abstentions_.end(),
                                 [check](const Abstention& earlier) { return earlier.check == check; });
  if (!known) abstentions_.push_back({check, std::move(reason)});
}

namespace {

bool is_known(std::span<const CheckerEntry> table, std::string_view name) {
  return name == "all" ||
         std::any_of(table.begin(), table.end(), [name](const CheckerEntry& entry) { return entry.name == name; });
}

bool is_chosen(std::span<const std::string> names, std::string_view name) {
  return names.empty() ||
         std::any_of(names.begin(), names.end(), [name](const std::string& n) { return n == "all" || n == name; });
}

}  // namespace

CheckerSet::CheckerSet(std::span<const std::string> names, RunInfo run)
    : run_(std::move(run)), ledger_(std::make_unique<Ledger>(run_)), first_(ledger_.get()) {
  SEAM_ASSERT(run_.knobs.size() == run_.node_count && run_.upstreams.size() == run_.node_count);
  const std::vector<CheckerEntry> table = run_.checks.empty() ? checker_table() : run_.checks;
  for (const std::string& name : names) SEAM_ASSERT(is_known(table, name));
  for (const CheckerEntry& entry : table) {
    if (!is_chosen(names, entry.name)) continue;
    checkers_.push_back(entry.make({run_, *ledger_, verdicts_, entry.name}));
  }
}

void CheckerSet::name_events(std::size_t known, const EventSubjects& subjects) {
  for (Violation& violation : verdicts_.news(known)) {
    violation.events = event_names(subjects, violation.node, violation.key, *ledger_);
  }
}

const EdgeCounts& CheckerSet::edges() const { return ledger_->edges(); }

CheckerSet::~CheckerSet() = default;

}  // namespace groundhog::checkers
