// The replicas that this node feeds: their sessions, the snapshot that simultaneous joiners share, and what of the log
// they still need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "sut/replication/log.hpp"
#include "sut/replication/replica_session.hpp"
#include "sut/runtime/runtime.hpp"
#include "sut/server/disposal.hpp"

namespace burrow {

class Replicas final : private ReplicaSession::Owner {
 public:
  // What the replicas need of their node.
  class Owner {
   public:
    // nullptr while this node holds no complete state.
    virtual const ReplicationLog* log_to_serve() const = 0;
    // A frozen copy of the present state, one at a time: how many entries it has, the next of them, and its end.
    virtual std::size_t begin_copy() = 0;
    virtual std::optional<SnapshotEntry> copy_next() = 0;
    virtual void end_copy() = 0;
    virtual Chain chain() const = 0;
    virtual std::uint32_t next_connection_generation() = 0;
    virtual void on_replica_applied() = 0;

   protected:
    ~Owner() = default;
  };

  Replicas(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner)
      : runtime_(runtime), options_(options), owner_(owner), disposal_(runtime) {}

  // A client said hello. An older connection of the same process gives way; one that comes late, after a newer one, is
  // closed.
  void adopt(std::unique_ptr<seam::Stream> stream, const HelloFrame& hello, std::string_view rest);

  // Sends what was appended since, as far as each replica takes it. Not to be called from a callback of a session.
  void pump();
  void ping_behind(Offset target);

  // The history that they follow is no longer this node's.
  void drop_all(std::string_view reason);

  // The oldest entry that a loading replica will need.
  std::optional<Offset> pinned() const;
  // How many have applied up to here.
  std::size_t count_applied(Offset offset) const;

  const std::vector<std::unique_ptr<ReplicaSession>>& sessions() const { return sessions_; }

 private:
  const ReplicationLog* log_to_serve() const override { return owner_.log_to_serve(); }
  std::shared_ptr<Snapshot> snapshot() override;
  Chain chain() const override { return owner_.chain(); }
  void on_replica_applied() override { owner_.on_replica_applied(); }
  void on_session_lost(ReplicaSession& session, LinkLoss loss) override;

  void drop(std::size_t index, std::string_view reason);
  // The last session that read it is done.
  void retire(Snapshot* snapshot);

  seam::Runtime& runtime_;
  const ReplicationOptions& options_;
  Owner& owner_;
  Disposal disposal_;
  const Snapshot* copying_ = nullptr;  // whose entries are copied from the present state
  std::weak_ptr<Snapshot> shared_snapshot_;
  std::vector<std::unique_ptr<ReplicaSession>> sessions_;
};

// Clients that wait for replicas (WAIT).

class WaitQueue {
 public:
  using CountApplied = std::function<std::size_t(Offset)>;
  // The wait of this client is over, with so many replicas.
  using Done = std::function<void(seam::StreamId client, std::size_t replicas)>;

  WaitQueue(seam::Runtime& runtime, CountApplied count_applied, Done done)
      : runtime_(runtime), count_applied_(std::move(count_applied)), done_(std::move(done)) {}

  // A timeout of 0 waits for ever. The client must not be waiting already.
  void add(seam::StreamId client, std::size_t replicas, Offset target, seam::Duration timeout);
  void remove(seam::StreamId client) { waiters_.erase(client); }

  // Some replica advanced.
  void check();

  // No client waits any longer: each gets the number that there is.
  void finish_all();

  // All who wait, who wait no longer.
  std::vector<seam::StreamId> take_all();

 private:
  struct Waiter {
    std::size_t replicas;
    Offset target;
    seam::Timer timeout;
  };

  void finish(seam::StreamId client);
  void finish(seam::StreamId client, std::size_t replicas);
  std::vector<seam::StreamId> clients() const;

  seam::Runtime& runtime_;
  CountApplied count_applied_;
  Done done_;
  std::map<seam::StreamId, Waiter> waiters_;
};

}  // namespace burrow
