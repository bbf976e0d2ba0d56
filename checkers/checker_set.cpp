#include "checkers/checker_set.hpp"

#include <algorithm>
#include <utility>

#include "checkers/model/ledger.hpp"
#include "sim/core/assert.hpp"

namespace groundhog::checkers {
namespace {

bool is_known(std::span<const CheckerEntry> table, std::string_view name) {
  return name == "all" ||
         std::any_of(table.begin(), table.end(), [name](const CheckerEntry& entry) { return entry.name == name; });
}

bool is_chosen(std::span<const std::string> names, std::string_view name) {
  return names.empty() ||
         std::any_of(names.begin(), names.end(), [name](const std::string& n) { return n == "all" || n == name; });
}

}  // namespace

CheckerSet::CheckerSet(std::span<const std::string> names, RunInfo run)
    : run_(std::move(run)), ledger_(std::make_unique<Ledger>(run_)) {
  GROUNDHOG_ASSERT(run_.knobs.size() == run_.node_count && run_.upstreams.size() == run_.node_count);
  const std::span<const CheckerEntry> table = run_.checks.empty() ? checker_table() : run_.checks;
  for (const std::string& name : names) GROUNDHOG_ASSERT(is_known(table, name));
  const CheckContext context{run_, *ledger_, verdicts_};
  for (const CheckerEntry& entry : table) {
    if (is_chosen(names, entry.name)) checkers_.push_back(entry.make(context));
  }
}

CheckerSet::~CheckerSet() = default;

template <typename Event>
void CheckerSet::forward(const Event& event) {
  // Through the base: a class that overrides some of the overloads hides the others.
  static_cast<Observer&>(*ledger_).on(event);
  for (const auto& checker : checkers_) static_cast<Observer&>(*checker).on(event);
}

void CheckerSet::on(const PhaseStarted& event) { forward(event); }
void CheckerSet::on(const NodeStarted& event) { forward(event); }
void CheckerSet::on(const NodeStopped& event) { forward(event); }
void CheckerSet::on(const NodePaused& event) { forward(event); }
void CheckerSet::on(const NodeResumed& event) { forward(event); }
void CheckerSet::on(const ClockRead& event) { forward(event); }
void CheckerSet::on(const OperationInvoked& event) { forward(event); }
void CheckerSet::on(const OperationDelivered& event) { forward(event); }
void CheckerSet::on(const ReplyAccepted& event) { forward(event); }
void CheckerSet::on(const OperationCompleted& event) { forward(event); }
void CheckerSet::on(const HistoryBegan& event) { forward(event); }
void CheckerSet::on(const LogAppended& event) { forward(event); }
void CheckerSet::on(const NodePosition& event) { forward(event); }
void CheckerSet::on(const StateSampled& event) { forward(event); }
void CheckerSet::on(const ConnectionOpened& event) { forward(event); }
void CheckerSet::on(const ConnectionEstablished& event) { forward(event); }
void CheckerSet::on(const ConnectionClosed& event) { forward(event); }
void CheckerSet::on(const FrameSent& event) { forward(event); }
void CheckerSet::on(const FrameDelivered& event) { forward(event); }
void CheckerSet::on(const FramePartDelivered& event) { forward(event); }
void CheckerSet::on(const FrameDropped& event) { forward(event); }
void CheckerSet::on(const FaultStarted& event) { forward(event); }
void CheckerSet::on(const FaultStopped& event) { forward(event); }
void CheckerSet::on(const FaultEffective& event) { forward(event); }
void CheckerSet::on(const Announced& event) { forward(event); }
void CheckerSet::on(const TimerFired& event) { forward(event); }
void CheckerSet::on(const RunEnded& event) { forward(event); }

}  // namespace groundhog::checkers
