// Runs one plan: builds the cluster, runs warmup, chaos and settle in virtual time, and reports what happened.
//
// One simulation is one object: it shares nothing with another, and the same plan gives the same history, event by
// event.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/cluster/node.hpp"
#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/net/network.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

enum class EndReason : std::uint8_t {
  completed,
  never_ready,  // warmup did not end: some replica never streamed or some client never connected
  event_limit,  // Plan::max_events
};

struct RunResult {
  EndReason end = EndReason::completed;
  std::string detail;        // for people, when not completed: what it waited for
  std::uint64_t hash = 0;    // of every event of the history
  std::uint64_t events = 0;  // executed by the engine
  Duration simulated{0};     // from the first event to the last
  VirtualTime origin{};      // the end of warmup: scenario time 0
  // Counts by name, names of `cover:`: ops.acknowledged, ops.failed, ops.unknown, ops.unsent, ops.no_turn,
  // fault.<verb>.effective (how often it changed something), every announcement, edges (sim/events/edges.hpp).
  std::map<std::string, std::uint64_t, std::less<>> coverage;
  std::vector<std::uint64_t> fault_effective;  // by index in the plan
  std::vector<std::uint64_t> states;           // that it went through, in ascending order (state_signatures.hpp)
};

class Cluster;

// A run that is driven event by event, so that several can be interleaved. Most callers want run_simulation().
class Simulation {
 public:
  // Warmup ends when all nodes are ready, or the run ends after this much virtual time.
  static constexpr Duration warmup_limit = std::chrono::seconds(60);

  // Plan, system, observers and director must outlive it. Observers see every event in order, in the order given.
  Simulation(const Plan& plan, const Guest& guest, std::span<Observer* const> observers,
             NetworkDirector* director = nullptr);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  // Runs the next event, unless it is later than `until`. False if nothing is left to do until then, or at all.
  bool step(VirtualTime until = VirtualTime::max());
  bool over() const { return phase_ == Phase::ended; }
  Phase phase() const { return phase_; }
  // The end of warmup; not before chaos has begun.
  VirtualTime origin() const { return result_.origin; }
  // Of every node, in the order of the plan, between two events.
  std::vector<NodeState> node_states() const;
  // Of a run that is over.
  RunResult result() const;

 private:
  void begin_chaos();
  void begin_settle();
  void give_up_warmup();
  void end(EndReason reason, std::string detail);

  const Plan& plan_;
  std::unique_ptr<Cluster> cluster_;
  Phase phase_ = Phase::warmup;
  RunResult result_;
};

// Observers see every event in order, in the order given; they must outlive the call.
RunResult run_simulation(const Plan& plan, const Guest& guest, std::span<Observer* const> observers,
                         NetworkDirector* director = nullptr);

}  // namespace groundhog
