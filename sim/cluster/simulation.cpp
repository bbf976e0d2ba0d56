#include "sim/cluster/simulation.hpp"

#include <algorithm>
#include <utility>

#include "sim/cluster/cluster.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

// Phases change before anything else of the same nanosecond.
constexpr std::uint64_t first_of_its_instant = 0;

}  // namespace

Simulation::Simulation(const Plan& plan, const Guest& guest, std::span<Observer* const> observers,
                       NetworkDirector* director)
    : plan_(plan), cluster_(std::make_unique<Cluster>(plan, guest, observers, director)) {
  Engine& engine = cluster_->engine();
  cluster_->events().on(PhaseStarted{engine.now(), Phase::warmup});
  cluster_->start();
  // step() looks whether warmup is over after every event, so there must be one at its earliest end.
  engine.schedule(VirtualTime(plan.warmup), first_of_its_instant, [] {});
  engine.schedule(VirtualTime(std::max(plan.warmup, warmup_limit)), ~first_of_its_instant,
                  [this] { give_up_warmup(); });
}

Simulation::~Simulation() = default;

bool Simulation::step(VirtualTime until) {
  if (phase_ == Phase::ended) return false;
  Engine& engine = cluster_->engine();
  if (!engine.step(until)) {
    SEAM_ASSERT(until < VirtualTime::max());
    return false;
  }
  if (phase_ == Phase::warmup && engine.now() >= VirtualTime(plan_.warmup) && cluster_->ready()) begin_chaos();
  if (phase_ != Phase::ended && engine.executed() >= plan_.max_events) {
    end(EndReason::event_limit, "the run needs more than max_events = " + std::to_string(plan_.max_events) + " events");
  }
  return phase_ != Phase::ended;
}

void Simulation::begin_chaos() {
  phase_ = Phase::chaos;
  Engine& engine = cluster_->engine();
  result_.origin = engine.now();
  engine.schedule(engine.now() + plan_.chaos, first_of_its_instant, [this] { begin_settle(); });
  cluster_->begin_chaos();
}

void Simulation::begin_settle() {
  phase_ = Phase::settle;
  Engine& engine = cluster_->engine();
  engine.schedule(engine.now() + plan_.settle, first_of_its_instant, [this] { end(EndReason::completed, {}); });
  cluster_->begin_settle();
}

void Simulation::give_up_warmup() {
  if (phase_ != Phase::warmup) return;
  end(EndReason::never_ready, cluster_->missing());
}

void Simulation::end(EndReason reason, std::string detail) {
  phase_ = Phase::ended;
  cluster_->end();
  result_.end = reason;
  result_.detail = std::move(detail);
  result_.hash = cluster_->events().hash().value();
  result_.events = cluster_->engine().executed();
  result_.simulated = cluster_->engine().now().time_since_epoch();
  cluster_->report(result_.coverage, result_.fault_effective);
  result_.states = cluster_->events().states().sorted();
}

std::vector<NodeState> Simulation::node_states() const { return cluster_->node_states(); }

RunResult Simulation::result() const {
  SEAM_ASSERT(phase_ == Phase::ended);
  return result_;
}

RunResult run_simulation(const Plan& plan, const Guest& guest, std::span<Observer* const> observers,
                         NetworkDirector* director) {
  Simulation simulation(plan, guest, observers, director);
  while (simulation.step()) {
  }
  return simulation.result();
}

}  // namespace groundhog
