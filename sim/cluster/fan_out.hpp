// Tells every event of a run to its hash first, then to each observer in the order given. What belongs to the
// operator's own machine stays out: it is no host of the plan, and no observer knows it.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "sim/history/event_hash.hpp"
#include "sim/history/history.hpp"

namespace groundhog {

class FanOut final : public Observer {
 public:
  // Hosts from `hidden` on are not shown. Observers must outlive it.
  FanOut(std::span<Observer* const> observers, HostId hidden)
      : observers_(observers.begin(), observers.end()), hidden_(hidden) {}

  const EventHash& hash() const { return hash_; }

  // The run is over: from here on observers hear nothing.
  void silence() { observers_.clear(); }

  void on(const PhaseStarted& event) override { pass(event); }
  void on(const NodeStarted& event) override { pass(event); }
  void on(const NodeStopped& event) override { pass(event); }
  void on(const NodePaused& event) override { pass(event); }
  void on(const NodeResumed& event) override { pass(event); }
  void on(const ClockRead& event) override { pass(event); }
  void on(const OperationInvoked& event) override { pass(event); }
  void on(const OperationDelivered& event) override { pass(event); }
  void on(const ReplyAccepted& event) override { pass(event); }
  void on(const OperationCompleted& event) override { pass(event); }
  void on(const HistoryBegan& event) override { pass(event); }
  void on(const LogAppended& event) override { pass(event); }
  void on(const NodePosition& event) override { pass(event); }
  void on(const StateSampled& event) override { pass(event); }
  void on(const FaultStarted& event) override { pass(event); }
  void on(const FaultStopped& event) override { pass(event); }
  void on(const FaultEffective& event) override { pass(event); }
  void on(const Announced& event) override { pass(event); }
  void on(const TimerFired& event) override { pass(event); }
  void on(const RunEnded& event) override { pass(event); }

  void on(const ConnectionOpened& event) override {
    if (event.from >= hidden_) {
      hidden_connections_.push_back(event.connection);
      return;
    }
    pass(event);
  }
  void on(const ConnectionEstablished& event) override { pass_visible(event, event.connection); }
  void on(const ConnectionClosed& event) override { pass_visible(event, event.connection); }
  void on(const FrameSent& event) override { pass_visible(event, event.frame.connection); }
  void on(const FrameDelivered& event) override { pass_visible(event, event.frame.connection); }
  void on(const FramePartDelivered& event) override { pass_visible(event, event.connection); }
  void on(const FrameDropped& event) override { pass_visible(event, event.frame.connection); }

 private:
  template <typename Event>
  void pass(const Event& event) {
    hash_.on(event);
    for (Observer* observer : observers_) observer->on(event);
  }

  template <typename Event>
  void pass_visible(const Event& event, ConnectionId connection) {
    if (std::ranges::find(hidden_connections_, connection) == hidden_connections_.end()) pass(event);
  }

  EventHash hash_;
  std::vector<Observer*> observers_;
  HostId hidden_;
  std::vector<ConnectionId> hidden_connections_;  // a handful per run: promotions are rare
};

}  // namespace groundhog
