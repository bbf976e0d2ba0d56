// Lives a plan and records it as a .repro.
#pragma once

#include <span>

#include "harness/repro/decision_journal.hpp"
#include "harness/repro/repro.hpp"
#include "sim/guest/guest.hpp"
#include "sim/history/history.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// What is to be done with the decisions of an earlier run: imposed where link, type, ordinal and attempt match.
struct Guidance {
  std::span<const RecordedDecision> decisions = {};
};

// A Repro whose `day` is the plan itself and whose outcome is complete. Runs in this process: what crashes or hangs it
// crashes or hangs the caller, and leaves its decisions in the journal. Further observers see every event, after the
// checkers.
Repro record_repro(const Plan& plan, const Guest& guest, const Guidance& guidance = {},
                   std::span<Observer* const> observers = {}, DecisionJournal* journal = nullptr);

// The header alone, for a run that has not ended.
Repro unfinished_repro(const std::string& scenario_name, const std::string& scenario_file, std::string day,
                       std::uint64_t seed);

}  // namespace groundhog::harness
