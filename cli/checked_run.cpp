#include "cli/checked_run.hpp"

#include <string>
#include <vector>

#include "checkers/checker_set.hpp"
#include "sim/burrow/timing.hpp"
#include "sim/cluster/simulation.hpp"

namespace groundhog {
namespace {

SeedEnd seed_end(EndReason reason) {
  switch (reason) {
    case EndReason::completed:
      return SeedEnd::completed;
    case EndReason::never_ready:
      return SeedEnd::never_ready;
    case EndReason::event_limit:
      return SeedEnd::event_limit;
  }
  return SeedEnd::internal_error;
}

SeedViolation reported(const Violation& violation, const RunInfo& info, VirtualTime origin) {
  return {std::string(violation.check), violation.at - origin, violation.message,
          violation.node ? std::string(info.name_of(*violation.node)) : std::string(), violation.key};
}

}  // namespace

RunInfo run_info(const Plan& plan) {
  const BurrowTiming timing = burrow_timing(plan);
  RunInfo info;
  for (const NodeSpec& node : plan.nodes) info.hosts.push_back(node.name);
  for (std::uint32_t client = 1; client <= plan.clients; ++client) info.hosts.push_back("c" + std::to_string(client));
  info.node_count = plan.nodes.size();
  info.heartbeat_window = timing.heartbeat_window;
  info.heartbeat_misses = timing.heartbeat_misses;
  info.janitor_interval = timing.janitor_interval;
  info.empty_primary_hold = timing.empty_primary_hold;
  info.convergence_bound = convergence_bound(plan);
  return info;
}

SeedResult checked_run(const Plan& plan, const System& system, std::span<Observer* const> observers) {
  const RunInfo info = run_info(plan);
  CheckerSet checkers(plan.checks, info);
  std::vector<Observer*> all = {&checkers};
  all.insert(all.end(), observers.begin(), observers.end());
  RunResult run = run_simulation(plan, system, all);

  SeedResult result;
  result.seed = plan.seed;
  result.end = seed_end(run.end);
  result.detail = std::move(run.detail);
  for (const Violation& violation : checkers.verdicts().first_of_each()) {
    result.violations.push_back(reported(violation, info, run.origin));
  }
  result.violations_total = checkers.verdicts().total();
  result.hash = run.hash;
  result.events = run.events;
  result.simulated = run.simulated;
  result.coverage = std::move(run.coverage);
  return result;
}

}  // namespace groundhog
