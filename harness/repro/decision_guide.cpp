#include "harness/repro/decision_guide.hpp"

#include <algorithm>

#include "sim/plan/host_names.hpp"

namespace groundhog::harness {
namespace {

HostId host_called(const std::vector<std::string>& hosts, const std::string& name) {
  const auto found = std::ranges::find(hosts, name);
  return found == hosts.end() ? no_host : HostId{static_cast<std::uint32_t>(found - hosts.begin())};
}

}  // namespace

DecisionGuide::DecisionGuide(const Plan& plan, std::span<const RecordedDecision> decisions) {
  const std::vector<std::string> hosts = host_names(plan);
  for (const RecordedDecision& decision : decisions) {
    const HostId from = host_called(hosts, decision.from);
    const HostId to = host_called(hosts, decision.to);
    if (from == no_host || to == no_host) continue;
    entries_.push_back({from, to, decision.type, decision.ordinal, decision.attempt, decision.fate});
  }
  std::ranges::stable_sort(entries_, {}, &Entry::key);
}

Fate DecisionGuide::decide(const Transmission& transmission, Fate drawn) {
  const Entry wanted{transmission.from,    transmission.to,      transmission.type,
                     transmission.ordinal, transmission.attempt, {}};
  const auto found = std::ranges::lower_bound(entries_, wanted.key(), {}, &Entry::key);
  if (found == entries_.end() || found->key() != wanted.key()) {
    ++unknown_;
    return drawn;
  }
  ++matched_;
  return found->fate;
}

}  // namespace groundhog::harness
