// A run that stands still: what every node holds at one instant, for people.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "checkers/model/node_model.hpp"
#include "sim/cluster/node.hpp"
#include "sim/events/observer.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// What nodes cannot be asked for: which connections stand, which histories there are, and what each node's expiry clock
// shows.
class ClusterBook final : public Observer {
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

// Nodes in the order of the plan, keys by name, histories in the order of their beginnings, connections by their ids.
// `event` is the number of the last event up to `at`, scenario time.
std::string state_text(Duration at, std::uint64_t event, std::span<const NodeState> nodes, const ClusterBook& book,
                       const Plan& plan);

}  // namespace groundhog::harness
