// What a seed is run under: everything that a scenario may name, and the run itself, judged by the checks of its plan.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/cluster/simulation.hpp"
#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::harness {

// Everything that a scenario may name: what a guest brings, the faults, the checks, planted bugs.
class Catalogue {
 public:
  // With these names of mutants; none: what `expect:` names is not judged. The guest must outlive it.
  explicit Catalogue(const Guest& guest, std::vector<std::string> mutants = {});
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  const Guest& guest() const { return loader_.guest; }
  const LoaderContext& loader() const { return loader_; }

 private:
  std::vector<std::string> mutants_;
  LoaderContext loader_;
};

class MessageCount final : public Observer {
 public:
  using Observer::on;
  void on(const FrameSent&) override { ++count_; }
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
};

// Gets the first violation of each property where it is noticed: after all observers saw the event.
using OnViolation = std::function<void(const checkers::Violation&)>;

// Passes on what the checkers found, event by event. Comes after them, and after observers that show events.
class ViolationNotice final : public EachEvent<ViolationNotice> {
 public:
  ViolationNotice(const checkers::Verdicts& verdicts, OnViolation pass_on)
      : verdicts_(verdicts), pass_on_(std::move(pass_on)) {}

  template <typename Event>
  void each(const Event& /*event*/) {
    const auto found = verdicts_.first_of_each();
    while (passed_on_ < found.size()) pass_on_(found[passed_on_++]);
  }

 private:
  const checkers::Verdicts& verdicts_;
  OnViolation pass_on_;
  std::size_t passed_on_ = 0;
};

// A run under the plan's checks that is driven event by event. Further observers see every event too, after the
// checkers; a director decides what the network draws. All that it is given must outlive it.
class CheckedRun {
 public:
  CheckedRun(const Plan& plan, const Guest& guest, std::span<Observer* const> observers = {},
             NetworkDirector* director = nullptr, OnViolation on_violation = {});

  // Runs the next event unless it is later than `until`. False if there was none, or the run is over.
  bool step(VirtualTime until = VirtualTime::max()) { return simulation_.step(until); }
  const Simulation& simulation() const { return simulation_; }
  const checkers::Verdicts& verdicts() const { return checkers_.verdicts(); }
  // Of a run that is over.
  SeedResult result() const;

 private:
  const Plan& plan_;
  checkers::RunInfo info_;
  checkers::CheckerSet checkers_;
  MessageCount messages_;
  std::optional<ViolationNotice> notice_;  // if it is wanted
  std::vector<Observer*> observers_;
  Simulation simulation_;
};

// The same from beginning to end.
SeedResult checked_run(const Plan& plan, const Guest& guest, std::span<Observer* const> observers = {},
                       NetworkDirector* director = nullptr, const OnViolation& on_violation = {});

}  // namespace groundhog::harness
