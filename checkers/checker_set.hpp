// The checkers of one run: an observer that feeds the ledger first and then every chosen checker, in the order of the
// table.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "checkers/checker.hpp"

namespace groundhog::checkers {

class CheckerSet final : public Observer {
 public:
  // `names` are those of checks that can judge the run; none, or "all", is all of them. An unknown name is a
  // programming error: the scenario loader has refused it.
  CheckerSet(std::span<const std::string> names, RunInfo run);
  ~CheckerSet() override;

  const Verdicts& verdicts() const { return verdicts_; }

  void on(const PhaseStarted& event) override;
  void on(const NodeStarted& event) override;
  void on(const NodeStopped& event) override;
  void on(const NodePaused& event) override;
  void on(const NodeResumed& event) override;
  void on(const ClockRead& event) override;
  void on(const OperationInvoked& event) override;
  void on(const OperationDelivered& event) override;
  void on(const ReplyAccepted& event) override;
  void on(const OperationCompleted& event) override;
  void on(const HistoryBegan& event) override;
  void on(const LogAppended& event) override;
  void on(const NodePosition& event) override;
  void on(const StateSampled& event) override;
  void on(const ConnectionOpened& event) override;
  void on(const ConnectionEstablished& event) override;
  void on(const ConnectionClosed& event) override;
  void on(const FrameSent& event) override;
  void on(const FrameDelivered& event) override;
  void on(const FramePartDelivered& event) override;
  void on(const FrameDropped& event) override;
  void on(const FaultStarted& event) override;
  void on(const FaultStopped& event) override;
  void on(const FaultEffective& event) override;
  void on(const Announced& event) override;
  void on(const TimerFired& event) override;
  void on(const RunEnded& event) override;

 private:
  template <typename Event>
  void forward(const Event& event);

  RunInfo run_;
  Verdicts verdicts_;
  std::unique_ptr<Ledger> ledger_;
  std::vector<std::unique_ptr<Checker>> checkers_;
};

}  // namespace groundhog::checkers
