// The primary's end of one replica (a middle node's, too): decides between partial and full resynchronisation, sends a
// snapshot and then the log from a cursor in the shared backlog. Nothing is queued for a replica beyond the frames in
// its outbox.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "sut/cache/entry.hpp"
#include "sut/replication/log.hpp"
#include "sut/replication/peer_connection.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow {

// The state of a node at one offset, frozen: what a full synchronisation sends. Replicas that join at the same time
// share one. Entries are copied when the first of them needs them, so that none waits for a copy of everything.
using SnapshotEntry = EntryItem<std::string, std::string>;

// Which state it is.
struct SnapshotHead {
  History history;
  Offset offset = 0;
  Checksum log_checksum = Checksum::empty;
  std::uint64_t key_count = 0;
};

class Snapshot {
 public:
  // The next entry of the frozen state, from the least to the most recently used.
  using CopyNext = std::function<std::optional<SnapshotEntry>()>;

  Snapshot(const SnapshotHead& snapshot_head, CopyNext copy_next)
      : head(snapshot_head), copy_next_(std::move(copy_next)) {}

  const SnapshotHead head;

  // `index` goes up by one from call to call of one reader and stays below head.key_count.
  const SnapshotEntry& entry(std::size_t index) {
    SEAM_ASSERT(index <= entries_.size() && index < head.key_count);
    if (index == entries_.size()) {
      auto copied = copy_next_();
      SEAM_ASSERT(copied.has_value());
      entries_.push_back(std::move(*copied));
    }
    return entries_[index];
  }

  // Call when no replica reads it any more. False: nothing is left.
  [[nodiscard]] bool free_some(std::size_t limit) {
    for (; !entries_.empty() && limit > 0; --limit) entries_.pop_front();
    return !entries_.empty();
  }

 private:
  CopyNext copy_next_;
  std::deque<SnapshotEntry> entries_;  // so far
};

class ReplicaSession final : private PeerConnection::Owner {
 public:
  enum class Phase : std::uint8_t { refused, loading, streaming };

  // What a session needs of its node.
  class Owner {
   public:
    // nullptr while this node holds no complete state: replicas are asked to come back.
    virtual const ReplicationLog* log_to_serve() const = 0;
    // The state at the log's present end; shared with other sessions that load.
    virtual std::shared_ptr<Snapshot> snapshot() = 0;
    virtual Chain chain() const = 0;
    // A PONG said how far the replica is.
    virtual void on_replica_applied() = 0;
    // The session is over: the host destroys it before it returns.
    virtual void on_session_lost(ReplicaSession& session, LinkLoss loss) = 0;

   protected:
    ~Owner() = default;
  };

  ReplicaSession(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner, std::uint32_t generation,
                 std::unique_ptr<seam::Stream> stream, const HelloFrame& hello, std::string_view rest);

  // Answers the hello and handles what had arrived behind it. The session may be lost inside.
  void start();

  // Sends what there is to send and fits. A value: the session is over, and the caller destroys it.
  std::optional<LinkLoss> pump();

  // Asks how far the replica is as soon as it has been sent everything up to `target`.
  void ping_behind(Offset target);
  void abort() { connection_.abort(); }

  ProcessId process() const { return process_; }
  // Of the replica's connections: a later one of the same process is larger.
  std::uint32_t peer_generation() const { return peer_generation_; }
  Phase phase() const { return phase_; }
  // Of this node's present history; 0 before the replica has said that it streams.
  Offset applied() const { return applied_; }
  seam::Address peer() const { return connection_.peer(); }
  seam::StreamId connection() const { return connection_.id(); }
  seam::MonotonicTime last_evidence() const { return connection_.last_evidence(); }
  std::size_t unsent_bytes() const { return connection_.unsent_bytes(); }
  // From the start of a full synchronisation until the replica has been sent the whole log behind its snapshot: the
  // entry that it needs next.
  std::optional<Offset> pinned() const;

 private:
  void answer();
  void ping_for_waiters();
  bool has_sent_all() const;
  bool has_fallen_behind() const;

  // One frame more; each returns about how many bytes it was.
  std::size_t send_entry();
  std::size_t send_snapshot();
  std::size_t send_snapshot_part();
  void send_snapshot_end();

  std::optional<LinkLoss> on_frame(const FrameView& frame) override;
  void on_peer_applied(Offset applied) override;
  std::optional<LinkLoss> on_drained() override { return pump(); }
  void on_lost(LinkLoss loss) override { owner_.on_session_lost(*this, loss); }
  Chain chain() const override { return owner_.chain(); }
  // For our own PONGs: this end applies nothing of its replica's.
  Offset applied_for_pong() const override { return 0; }

  seam::Runtime& runtime_;
  const ReplicationOptions& options_;
  Owner& owner_;
  ProcessId process_;
  std::uint32_t peer_generation_;
  Place asked_;
  Phase phase_ = Phase::refused;
  std::shared_ptr<Snapshot> snapshot_;
  std::size_t snapshot_sent_ = 0;  // entries
  StateDigest snapshot_digest_;
  bool catching_up_ = false;  // behind a snapshot
  Offset next_ = 0;           // the entry to send next
  Offset applied_ = 0;
  std::set<Offset> waited_for_;  // not sent yet; clients that wait for them are owed a ping
  seam::Timer turn_timer_;
  PeerConnection connection_;
};

}  // namespace burrow
