// Runs a plan and records it as a .repro: the decisions of the network, which can be imposed on another run, and what
// came of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/process.hpp"
#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::harness {

// Decisions on their way out of a process that may die: each is here before it is carried out.
class DecisionJournal {
 public:
  void add(const RecordedDecision& decision);

  // All that was added, in that order.
  std::vector<RecordedDecision> decisions() const;

 private:
  SharedText lines_;
};

// Writes down every decision, as a director that changes nothing, or in front of one that does.
class DecisionRecorder final : public NetworkDirector {
 public:
  // What `inner` decides is done and recorded; nullptr: what was drawn. In the journal, too, if there is one.
  explicit DecisionRecorder(const Plan& plan, NetworkDirector* inner = nullptr, DecisionJournal* journal = nullptr);

  Fate decide(const Transmission& transmission, Fate drawn) override;

  std::vector<RecordedDecision> take() { return std::move(decisions_); }

 private:
  std::vector<std::string> hosts_;
  NetworkDirector* inner_;
  DecisionJournal* journal_;
  std::vector<RecordedDecision> decisions_;
};

// Imposes the decisions of an earlier run where link, type, ordinal and attempt match; what it does not know is left as
// it was drawn.
class DecisionGuide final : public NetworkDirector {
 public:
  // `decisions` must outlive it. Those of hosts that the plan does not have match nothing.
  DecisionGuide(const Plan& plan, std::span<const RecordedDecision> decisions);

  Fate decide(const Transmission& transmission, Fate drawn) override;

  // How many of the recorded ones were imposed so far, and how many transmissions had none.
  std::uint64_t matched() const { return matched_; }
  std::uint64_t unknown() const { return unknown_; }

 private:
  struct Entry {
    HostId from;
    HostId to;
    std::string_view type;
    std::uint64_t ordinal;
    std::uint32_t attempt;
    Fate fate;

    auto key() const { return std::tie(from, to, type, ordinal, attempt); }
  };

  std::vector<Entry> entries_;  // by key
  std::uint64_t matched_ = 0;
  std::uint64_t unknown_ = 0;
};

// A Repro whose `plan` is the expanded one and whose outcome is complete. `guidance` are the decisions of an earlier
// run. Runs in this process: what crashes or hangs it crashes or hangs the caller, and leaves its decisions in the
// journal. Further observers see every event, after the checkers.
Repro record_repro(const Plan& plan, const Guest& guest, std::span<const RecordedDecision> guidance = {},
                   std::span<Observer* const> observers = {}, DecisionJournal* journal = nullptr,
                   const OnViolation& on_violation = {});

// Writing everything down takes longer than running it: at most so many times.
constexpr int patience_for_recording = 10;

// Runs what is to be recorded, under further observers.
using Record = std::function<void(std::span<Observer* const>, const OnViolation&)>;

// The same in a worker process, where `observe` makes its observers and calls what it is given. What dies there leaves
// an outcome that says how, with the decisions until then. nullopt: interrupted.
std::optional<Repro> record_in_worker(const Plan& plan, const Guest& guest, const WorkerLimits& limits,
                                      const std::function<void(const Record&)>& observe);

// How much a plan holds, and the messages of its run.
PlanSize size_of(const Plan& plan, const SeedResult& result);

// The plan of a .repro, or the scenario of a run that had not ended, with its seed still to be expanded; of any length.
// `file` is for messages.
tl::expected<Scenario, Diagnostics> recorded_scenario(const Repro& repro, const std::string& file,
                                                      LoaderContext language);

// The header alone, for a run that has not ended.
Repro unfinished_repro(const std::string& scenario_name, const std::string& scenario_file, std::string plan,
                       std::uint64_t seed);
// Of a seed of this scenario, with the text of its file as the plan.
Repro unfinished_repro(const Scenario& scenario, std::uint64_t seed, const WorkerLimits& limits);

}  // namespace groundhog::harness
