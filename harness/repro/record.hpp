// Runs a plan and records it as a .repro.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "harness/repro/decisions.hpp"
#include "harness/repro/repro.hpp"
#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::harness {

// A Repro whose `day` is the plan itself and whose outcome is complete. `guidance` are the decisions of an earlier run.
// Runs in this process: what crashes or hangs it crashes or hangs the caller, and leaves its decisions in the journal.
// Further observers see every event, after the checkers.
Repro record_repro(const Plan& plan, const Guest& guest, std::span<const RecordedDecision> guidance = {},
                   std::span<Observer* const> observers = {}, DecisionJournal* journal = nullptr);

// Writing everything down takes longer than running it: at most so many times.
constexpr int patience_for_recording = 10;

// Runs what is to be recorded, under further observers.
using Record = std::function<void(std::span<Observer* const>)>;

// The same in a worker process, where `observe` makes its observers and calls what it is given. What dies there leaves
// an outcome that says how, with the decisions until then. nullopt: interrupted.
std::optional<Repro> record_in_worker(const Plan& plan, const Guest& guest, const WorkerLimits& limits,
                                      const std::function<void(const Record&)>& observe);

// How much a plan holds, and the messages of its run.
DaySize size_of(const Plan& plan, const SeedResult& result);

// The header alone, for a run that has not ended.
Repro unfinished_repro(const std::string& scenario_name, const std::string& scenario_file, std::string day,
                       std::uint64_t seed);
// Of a seed of this scenario, with the text of its file as the day.
Repro unfinished_repro(const Scenario& scenario, std::uint64_t seed, const WorkerLimits& limits);

}  // namespace groundhog::harness
