#include "harness/repro/record.hpp"

#include <fstream>
#include <iterator>
#include <utility>

#include "harness/repro/repro_file.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog::harness {
namespace {

HashTrail condensed(const std::vector<std::uint64_t>& hashes) {
  HashTrail trail;
  trail.events.reserve(hashes.size());
  for (const std::uint64_t hash : hashes) trail.events.push_back(static_cast<std::uint16_t>(hash));
  for (std::size_t end = HashTrail::events_per_checkpoint; end <= hashes.size();
       end += HashTrail::events_per_checkpoint) {
    trail.checkpoints.push_back(hashes[end - 1]);
  }
  if (!hashes.empty()) trail.whole = hashes.back();
  return trail;
}

// Of this plan, with what its run came to.
Repro ended_repro(const Plan& plan, const SeedResult& result) {
  Repro repro = unfinished_repro(plan.name, {}, print_plan(plan), plan.seed);
  if (result.failed()) repro.about = causes_of(result).front();
  repro.outcome = ReproOutcome{.end = result.end,
                               .detail = result.detail,
                               .violations = result.violations,
                               .events = result.events,
                               .size = size_of(plan, result),
                               .trail = {},
                               .decisions = {}};
  return repro;
}

}  // namespace

Repro record_repro(const Plan& plan, const Guest& guest, std::span<const RecordedDecision> guidance,
                   std::span<Observer* const> observers, DecisionJournal* journal) {
  DecisionGuide guide(plan, guidance);
  DecisionRecorder decisions(plan, &guide, journal);
  std::vector<std::uint64_t> hashes;
  EventHash trail(hashes);
  std::vector<Observer*> all = {&trail};
  all.insert(all.end(), observers.begin(), observers.end());
  Repro repro = ended_repro(plan, checked_run(plan, guest, all, &decisions));
  repro.outcome->events = hashes.size();
  repro.outcome->trail = condensed(hashes);
  repro.outcome->decisions = decisions.take();
  return repro;
}

std::optional<Repro> record_in_worker(const Plan& plan, const Guest& guest, const WorkerLimits& limits,
                                      const std::function<void(const Record&)>& observe) {
  DecisionJournal journal;
  SharedText recorded;
  const auto worker = run_job({plan.seed,
                               [&] {
                                 observe([&](std::span<Observer* const> observers) {
                                   recorded.append(to_text(record_repro(plan, guest, {}, observers, &journal)));
                                 });
                                 return SeedResult();
                               }},
                              limits);
  if (!worker) return std::nullopt;
  auto whole = parse_repro(recorded.content(), plan.name);
  Repro repro = whole ? std::move(*whole) : ended_repro(plan, *worker);
  if (!whole) repro.outcome->decisions = journal.decisions();
  if (worker->failed()) {  // it was too late, if it is whole
    repro.outcome->end = worker->end;
    repro.outcome->detail = worker->detail;
  }
  return repro;
}

DaySize size_of(const Plan& plan, const SeedResult& result) {
  return {plan.faults.size(), plan.operations.size(), result.messages};
}

Repro unfinished_repro(const std::string& scenario_name, const std::string& scenario_file, std::string day,
                       std::uint64_t seed) {
  Repro repro;
  repro.build = build_stamp();
  repro.scenario_name = scenario_name;
  repro.scenario_file = scenario_file;
  repro.day = std::move(day);
  repro.seed = seed;
  return repro;
}

Repro unfinished_repro(const Scenario& scenario, std::uint64_t seed, const WorkerLimits& limits) {
  std::ifstream in(scenario.file, std::ios::binary);
  Repro repro = unfinished_repro(scenario.name, scenario.file, {std::istreambuf_iterator<char>(in), {}}, seed);
  repro.limits = limits;
  return repro;
}

}  // namespace groundhog::harness
