// Who follows whom, from the plan and the commands that nodes accepted. A node's own word for its role is not asked.
//
// A process that starts takes the role that the operator gave its node last, accepted or not. A command of a client
// whose outcome is unknown may be carried out at any time, and so may one that the operator had to repeat: until its
// process ends, such a node is where its position shows it. So is one that accepted a command of a client and another
// one at the same time, until it accepts a later one: which was the last, only the node knows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/model/node_model.hpp"
#include "checkers/model/operation_book.hpp"

namespace groundhog::checkers {

class Topology {
 public:
  explicit Topology(const RunInfo& run);

  void on(const FaultStarted& event);
  void on(const FaultEffective& event, std::span<const NodeModel> nodes);
  void on(const NodeStarted& event);
  void on(const NodePosition& event);
  // With the latest position of the node that it was sent to.
  void on(const OperationCompleted& event, const Operation& operation, const std::optional<NodePosition>& position);

  // None: a primary.
  std::optional<HostId> upstream_of(HostId node) const { return nodes_[index(node)].upstream; }
  // False: it is taken at its own word for now.
  bool is_certain(HostId node) const { return !nodes_[index(node)].uncertain && !nodes_[index(node)].overlapped; }

  // The primary at the top; none where the nodes above follow one another in a circle, or a stranger.
  std::optional<HostId> root_of(HostId node) const;
  // How many nodes lie above it; 0 for a primary. Of a node that has a root.
  std::uint32_t depth_of(HostId node) const;

  // How often a role changed.
  std::uint32_t changes() const { return changes_; }

 private:
  // The time within which commands were carried out.
  struct Window {
    VirtualTime since;
    VirtualTime by;
    bool has_clients;  // not all of them are the operator's
  };
  struct Place {
    std::optional<HostId> assigned;  // by the operator
    std::optional<HostId> upstream;
    std::optional<Window> latest;
    bool overlapped = false;  // by another command
    bool uncertain = false;
  };

  const RoleCommand* find(std::uint32_t fault) const;
  void accept(HostId node, std::optional<HostId> upstream, Window window, const std::optional<NodePosition>& position);
  void change(HostId node, std::optional<HostId> upstream);
  void become_uncertain(HostId node, const std::optional<NodePosition>& position);
  void follow_position(const NodePosition& position);

  const std::vector<RoleCommand>& commands_;
  std::vector<VirtualTime> given_;  // by command: when the operator gave it first
  std::vector<Place> nodes_;
  std::uint32_t changes_ = 0;
};

}  // namespace groundhog::checkers
