#include "cli/checked_run.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/burrow/convergence_bound.hpp"
#include "sim/burrow/timing.hpp"
#include "sim/plan/host_names.hpp"

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

std::vector<Observer*> with_checkers(CheckerSet& checkers, std::span<Observer* const> observers) {
  std::vector<Observer*> all = {&checkers};
  all.insert(all.end(), observers.begin(), observers.end());
  return all;
}

}  // namespace

RunInfo run_info(const Plan& plan) {
  RunInfo info;
  info.hosts = host_names(plan);
  info.node_count = plan.nodes.size();
  for (const BurrowTiming& timing : burrow_timing(plan)) {
    info.knobs.push_back({.heartbeat_window = timing.heartbeat_window,
                          .heartbeat_misses = timing.heartbeat_misses,
                          .janitor_interval = timing.janitor_interval,
                          .janitor_batch = timing.janitor_batch,
                          .sync_buffer_bytes = timing.sync_buffer_bytes});
  }
  info.upstreams = initial_upstreams(plan);
  info.role_commands = role_commands(plan);
  info.convergence_bound = convergence_bound(plan);
  const Pace pace = settle_pace(plan);
  info.round_trip = pace.round_trip;
  info.window_bytes = pace.window_bytes;
  return info;
}

Duration least_settle(const Plan& plan) {
  const bool judged = std::ranges::any_of(
      plan.checks, [](const std::string& check) { return check == "replica.convergence" || check == "progress"; });
  return judged ? convergence_bound(plan) : Duration{0};
}

CheckedRun::CheckedRun(const Plan& plan, const System& system, std::span<Observer* const> observers,
                       NetworkDirector* director)
    : plan_(plan),
      info_(run_info(plan)),
      checkers_(plan.checks, info_),
      observers_(with_checkers(checkers_, observers)),
      simulation_(plan, system, observers_, director) {}

SeedResult CheckedRun::result() const {
  RunResult run = simulation_.result();
  SeedResult result;
  result.seed = plan_.seed;
  result.end = seed_end(run.end);
  result.detail = std::move(run.detail);
  for (const Violation& violation : verdicts().first_of_each()) {
    result.violations.push_back(reported(violation, info_, run.origin));
  }
  result.violations_total = verdicts().total();
  for (const Abstention& each : verdicts().abstentions()) {
    result.gave_up.push_back({std::string(each.check), each.reason});
  }
  result.hash = run.hash;
  result.events = run.events;
  result.simulated = run.simulated;
  result.coverage = std::move(run.coverage);
  return result;
}

SeedResult checked_run(const Plan& plan, const System& system, std::span<Observer* const> observers,
                       NetworkDirector* director) {
  CheckedRun run(plan, system, observers, director);
  while (run.step()) {
  }
  return run.result();
}

}  // namespace groundhog
