// The replicas that this node feeds: their sessions, the snapshot that simultaneous joiners share, and what of the log
// they still need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "sut/replication/replica_session.hpp"

namespace burrow {

class Replicas final : private ReplicaSession::Host {
 public:
  // What the replicas need of their node.
  class Host {
   public:
    // nullptr while this node holds no complete state.
    virtual const ReplicationLog* log_to_serve() const = 0;
    virtual std::vector<SnapshotEntry> dump() const = 0;
    virtual Chain chain() const = 0;
    virtual std::uint32_t next_connection_generation() = 0;
    virtual void on_replica_applied() = 0;

   protected:
    ~Host() = default;
  };

  Replicas(Runtime& runtime, const ReplicationOptions& options, Host& host)
      : runtime_(runtime), options_(options), host_(host) {}

  // A client said hello. An older connection of the same process gives way; one that comes late, after a newer one, is
  // closed.
  void adopt(std::unique_ptr<Stream> stream, const HelloFrame& hello, std::string_view rest);

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
  const ReplicationLog* log_to_serve() const override { return host_.log_to_serve(); }
  std::shared_ptr<const Snapshot> snapshot() override;
  Chain chain() const override { return host_.chain(); }
  void on_replica_applied() override { host_.on_replica_applied(); }
  void on_session_lost(ReplicaSession& session, LinkLoss loss) override;

  void drop(std::size_t index, std::string_view reason);

  Runtime& runtime_;
  const ReplicationOptions& options_;
  Host& host_;
  std::weak_ptr<const Snapshot> shared_snapshot_;
  std::vector<std::unique_ptr<ReplicaSession>> sessions_;
};

}  // namespace burrow
