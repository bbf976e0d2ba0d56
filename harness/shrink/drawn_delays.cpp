#include "harness/shrink/drawn_delays.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "harness/repro/decisions.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/plan/host_names.hpp"

namespace groundhog::harness {
namespace {

using Kind = std::tuple<std::string, std::string, std::string>;  // from, to, type

// How many frames of each kind were sent before and during chaos. Faults count from its start, decisions from the
// first connection on.
class FrameCounts final : public Observer {
 public:
  explicit FrameCounts(const Plan& plan) : hosts_(host_names(plan)) {}

  using Observer::on;
  void on(const PhaseStarted& event) override { phase_ = event.phase; }
  void on(const FrameSent& event) override {
    const Frame& frame = event.frame;
    if (index(frame.from) >= hosts_.size() || index(frame.to) >= hosts_.size()) return;  // the operator's machine
    const Kind kind{hosts_[index(frame.from)], hosts_[index(frame.to)], std::string(frame.type)};
    if (phase_ == Phase::warmup) before_[kind] = frame.ordinal;
    if (phase_ == Phase::chaos) until_end_[kind] = frame.ordinal;
  }

  // 1, 2 … from the start of chaos on; 0: it was sent before or after.
  std::uint64_t number_in_chaos(const Kind& kind, std::uint64_t ordinal) const {
    const std::uint64_t before = count(before_, kind);
    return ordinal > before && ordinal <= count(until_end_, kind) ? ordinal - before : 0;
  }

 private:
  static std::uint64_t count(const std::map<Kind, std::uint64_t>& counts, const Kind& kind) {
    const auto found = counts.find(kind);
    return found == counts.end() ? 0 : found->second;
  }

  std::vector<std::string> hosts_;
  Phase phase_ = Phase::warmup;
  std::map<Kind, std::uint64_t> before_;
  std::map<Kind, std::uint64_t> until_end_;
};

}  // namespace

std::vector<DrawnDelay> drawn_delays(const Plan& plan, const Guest& guest) {
  FrameCounts frames(plan);
  DecisionRecorder recorder(plan);
  Observer* const observers[] = {&frames};
  checked_run(plan, guest, observers, &recorder);

  const auto types = guest.dissector().replication_types();
  std::vector<DrawnDelay> drawn;
  for (const RecordedDecision& decision : recorder.take()) {
    const bool is_frame = std::ranges::find(types, decision.type) != types.end();
    if (!is_frame || decision.attempt > 0 || !decision.fate) continue;
    const std::uint64_t nth = frames.number_in_chaos({decision.from, decision.to, decision.type}, decision.ordinal);
    if (nth > 0) drawn.push_back({decision.from, decision.to, decision.type, nth, *decision.fate});
  }
  return drawn;
}

}  // namespace groundhog::harness
