// What must be true, worked out from events alone: histories and their states, each node's expiry clock, which states
// it held when, what operations asked for and what they left in the log.
//
// Sees each event before the checkers do. Grows with the log and with the number of operations (four bytes each), with
// nothing else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/model/history_log.hpp"
#include "checkers/model/key_table.hpp"
#include "checkers/model/node_model.hpp"
#include "checkers/model/operation_book.hpp"
#include "checkers/model/read_findings.hpp"
#include "checkers/model/topology.hpp"
#include "sim/events/edges.hpp"

namespace groundhog::checkers {

// A sampled state beside what it should be.
struct SampleFacts {
  const HistoryLog* log = nullptr;  // nullptr: no node began that history
  bool offset_exists = false;       // the log reaches that far
  StateDigest held;
  bool matches = false;  // equals S(history, offset)
};

class Ledger : public Observer {
 public:
  // `run` outlives it.
  explicit Ledger(const RunInfo& run) : nodes_(run.node_count), topology_(run) {}

  const KeyTable& keys() const { return keys_; }
  const HistoryLog* history(HistoryId id) const { return find_history(id); }
  const NodeModel& node(HostId id) const { return nodes_[index(id)]; }
  std::size_t node_count() const { return nodes_.size(); }
  const Topology& topology() const { return topology_; }

  // Outstanding, or completed by the current event.
  const Operation* operation(OperationId id) const { return operations_.find(id); }
  // The operation that asked for a log entry; nullptr for the janitor's and for those that completed long ago.
  const Operation* author(const LogAppended& appended) const {
    return operations_.author(appended.connection, appended.command);
  }
  template <typename Visit>
  void visit_outstanding(Visit&& visit) const {
    operations_.visit_outstanding(visit);
  }
  // An operation that has been delivered and replied to, and whose states can be judged.
  std::optional<ReadWindow> window(const Operation& operation) const;

  // Of the current event.
  bool append_is_regular() const { return append_is_regular_; }
  const SampleFacts& sample() const { return sample_; }
  std::span<const ReadFinding> findings() const { return findings_; }

  // E of a node, had it read its clocks now.
  ExpiryTime expiry_now(HostId node, ClockReading clocks) const { return nodes_[index(node)].clock.at(clocks); }

  std::optional<VirtualTime> settle_began() const { return settle_began_; }

  // How close replies came to deadlines, and requests of replicas to the end of a backlog. Reached, not judged.
  const EdgeCounts& edges() const { return edges_; }

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
  void on(const ConnectionClosed& event) override;
  void on(const FrameDelivered& event) override;
  void on(const FaultStarted& event) override { topology_.on(event); }
  void on(const FaultEffective& event) override { topology_.on(event, nodes_); }

 private:
  HistoryLog* find_history(HistoryId id) const;
  NodeModel* model(HostId host) { return index(host) < nodes_.size() ? &nodes_[index(host)] : nullptr; }
  void note_commit(const LogAppended& event, const HistoryLog& log);
  bool ends_too_early(const Operation& operation, const Reply& reply) const;
  void note_deadline_edges(const Operation& operation, const ReadWindow& states);
  void begin_residence(NodeModel& node, HostId id, const Residence& residence);

  KeyTable keys_;
  std::vector<std::unique_ptr<HistoryLog>> histories_;
  std::vector<NodeModel> nodes_;
  Topology topology_;
  OperationBook operations_;
  std::optional<VirtualTime> settle_began_;
  bool append_is_regular_ = true;
  SampleFacts sample_;
  std::vector<ReadFinding> findings_;
  EdgeCounts edges_;
};

}  // namespace groundhog::checkers
