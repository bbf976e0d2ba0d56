// Keeps from the history what the nodes cannot be asked for: which connections stand, which histories there are, and
// what each node's expiry clock shows.
#pragma once

#include <map>
#include <vector>

#include "checkers/model/observed_clock.hpp"
#include "sim/history/history.hpp"

namespace groundhog::harness {

class DayBook final : public Observer {
 public:
  struct Connection {
    HostId from;
    HostId to;
    ConnectionKind kind;
    bool known_to_from = false;  // that end has learned that it stands
    bool known_to_to = false;
    bool left_by_from = false;  // that end has let go
    bool left_by_to = false;
  };

  // Connections that at least one end holds, by their ids.
  const std::map<ConnectionId, Connection>& connections() const { return connections_; }
  // In the order in which they began.
  const std::vector<HistoryBegan>& histories() const { return histories_; }
  // What E of this node's process would be if it read these clocks now; the process has started.
  ExpiryTime expiry_clock(HostId node, const ClockReading& now) const { return clocks_.at(node).at(now); }

  using Observer::on;
  void on(const NodeStarted& event) override { clocks_[event.node].restart(event.clocks); }
  void on(const ClockRead& event) override { clocks_[event.node].read(event.clocks); }
  void on(const HistoryBegan& event) override { histories_.push_back(event); }
  void on(const ConnectionOpened& event) override;
  void on(const ConnectionEstablished& event) override;
  void on(const ConnectionClosed& event) override;

 private:
  std::map<ConnectionId, Connection> connections_;
  std::vector<HistoryBegan> histories_;
  std::map<HostId, checkers::ObservedClock> clocks_;
};

}  // namespace groundhog::harness
