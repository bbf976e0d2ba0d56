#include "checkers/checker.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/assert.hpp"
#include "sim/plan/host_names.hpp"

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
  return index(host) < hosts.size() ? std::string_view(hosts[index(host)]) : std::string_view("nobody");
}

const NodeKnobs& RunInfo::knobs_of(HostId node) const {
  GROUNDHOG_ASSERT(index(node) < knobs.size());
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

}  // namespace groundhog::checkers
