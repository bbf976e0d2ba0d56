// A replica's end: connects to its upstream, resumes or loads, applies the stream, and starts again with backoff when
// the connection is lost.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sut/cache/deadline.hpp"
#include "sut/replication/log.hpp"
#include "sut/replication/peer_connection.hpp"
#include "sut/replication/replica_session.hpp"

namespace burrow {

class UpstreamLink final : private PeerConnection::Owner {
 public:
  enum class Phase : std::uint8_t { waiting, connecting, handshake, loading, streaming };

  // What a link needs of its node. No call may destroy the link.
  class Owner {
   public:
    virtual ProcessId process() const = 0;
    // Our place; history none while we hold no complete state.
    virtual Place place() const = 0;
    virtual const History& history() const = 0;
    virtual bool holds_data() const = 0;
    virtual std::uint32_t next_connection_generation() = 0;

    // The upstream continues from our place, on this history.
    virtual void on_resumed(const History& history) = 0;
    // A state on its way in is kept aside until it is complete and verified, then replaces ours, or is dropped.
    virtual void begin_load() = 0;
    // From the least to the most recently used. False if the key came before.
    [[nodiscard]] virtual bool load(const SnapshotItem& item) = 0;
    virtual void drop_load() = 0;
    virtual void on_loaded(const SnapshotHead& head) = 0;
    // False if the entry does not continue our log.
    [[nodiscard]] virtual bool on_entry(const LogEntryFrame& entry) = 0;

   protected:
    ~Owner() = default;
  };

  // Connects at once. `accept_any_history`: the operator said REPLICAOF, so an empty primary is not held off.
  UpstreamLink(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner, seam::Address upstream,
               bool accept_any_history);

  const seam::Address& upstream() const { return upstream_; }
  Phase phase() const { return phase_; }
  bool is_up() const { return phase_ == Phase::streaming; }
  bool is_holding() const { return holding_; }
  // Processes from the sequencer down to our upstream, as it last said; empty while unknown.
  const Chain& upstream_chain() const { return upstream_chain_; }
  std::optional<seam::MonotonicTime> last_evidence() const;

 private:
  // An offer of another history, from a primary that began empty, that we do not take yet.
  struct Hold {
    ReplicationId offered;
    seam::MonotonicTime since;
  };
  // A snapshot on its way in.
  struct Load {
    SnapshotHead head;
    StateDigest digest;
    std::uint64_t keys = 0;  // so far
  };

  // A log entry whose step is not complete yet. Owns its text: the frame that brought it is gone by then.
  class StepEntry {
   public:
    explicit StepEntry(const LogEntryFrame& frame);
    LogEntryFrame frame() const;

   private:
    std::uint64_t sequence_;
    Offset offset_;
    Checksum checksum_;
    std::string body_;
    OwnedEffect effect_;
  };

  void connect();
  void retry_after(seam::Duration wait);

  void on_established() override;
  std::optional<LinkLoss> on_frame(const FrameView& frame) override;
  std::optional<LinkLoss> on_peer_chain(const Chain& chain) override;
  void on_lost(LinkLoss loss) override;
  Chain chain() const override { return {}; }
  Offset applied_for_pong() const override;

  std::optional<LinkLoss> on_refuse(const RefuseFrame& frame);
  std::optional<LinkLoss> on_continue(const ContinueFrame& frame);
  std::optional<LinkLoss> on_full(const FullFrame& frame);
  std::optional<LinkLoss> on_snapshot_part(const SnapshotPartFrame& frame);
  std::optional<LinkLoss> on_snapshot_end(const SnapshotEndFrame& frame);
  std::optional<LinkLoss> on_log_entry(const LogEntryFrame& frame);
  std::optional<LinkLoss> stage(const LogEntryFrame& frame);
  void drop_step();

  // Whether `offered` must wait: empty-primary-hold, replication.md rule 6.
  bool must_hold(const History& offered);
  bool accepts_chain(const Chain& chain);
  void become_streaming();
  void announce_loss(LinkLoss loss, bool was_loading);

  seam::Runtime& runtime_;
  const ReplicationOptions& options_;
  Owner& owner_;
  seam::Address upstream_;
  bool accept_any_history_;
  Phase phase_ = Phase::waiting;
  Backoff backoff_;
  std::optional<Hold> hold_;  // kept until the offered history is loaded: a load that fails starts no new hold
  bool holding_ = false;      // the last offer was refused
  std::optional<Load> load_;
  std::vector<StepEntry> step_;  // entries of one command, until the last of them is here
  Place step_end_;               // where the log will be behind them
  std::size_t step_bytes_ = 0;
  seam::MonotonicTime streaming_since_{};
  Chain upstream_chain_;
  std::string last_reason_;       // why the last connection was lost; empty since the link was up
  std::uint32_t generation_ = 0;  // of the present connection
  std::unique_ptr<PeerConnection> connection_;
  seam::Timer retry_timer_;
};

std::string_view to_string(UpstreamLink::Phase phase);

}  // namespace burrow
