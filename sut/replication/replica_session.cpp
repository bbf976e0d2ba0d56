#include "sut/replication/replica_session.hpp"

#include <utility>

#include "sut/replication/announcements.hpp"

namespace burrow {

namespace {

// A replica that takes whatever comes leaves time for others: it continues in the next turn.
constexpr std::size_t stream_turn_bytes = 256 * 1024;

}  // namespace

ReplicaSession::ReplicaSession(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner,
                               std::uint32_t generation, std::unique_ptr<seam::Stream> stream, const HelloFrame& hello,
                               std::string_view rest)
    : runtime_(runtime),
      options_(options),
      owner_(owner),
      process_(hello.process),
      peer_generation_(hello.generation),
      asked_(hello.place),
      connection_(runtime, options, *this, generation, std::move(stream), rest) {}

void ReplicaSession::start() {
  answer();
  if (const auto loss = pump()) return owner_.on_session_lost(*this, *loss);
  connection_.resume();
}

void ReplicaSession::answer() {
  const ReplicationLog* const log = owner_.log_to_serve();
  if (log == nullptr) {
    connection_.send(encode(RefuseFrame{connection_.next_sequence(), owner_.chain(), "LOADING"}));
    return;
  }
  if (log->can_resume(asked_)) {
    phase_ = Phase::streaming;
    next_ = asked_.offset + 1;
    connection_.send(encode(ContinueFrame{connection_.next_sequence(), owner_.chain(), log->history()}));
    return;
  }
  phase_ = Phase::loading;
  catching_up_ = true;
  snapshot_ = owner_.snapshot();
  const SnapshotHead& head = snapshot_->head;
  next_ = head.offset + 1;
  connection_.send(encode(FullFrame{connection_.next_sequence(), owner_.chain(), head.history, head.offset,
                                    head.log_checksum, head.key_count}));
}

std::optional<LinkLoss> ReplicaSession::pump() {
  turn_timer_.cancel();
  if (phase_ == Phase::refused) {
    connection_.flush();
    return std::nullopt;
  }
  for (std::size_t bytes = 0; bytes < stream_turn_bytes;) {
    if (has_fallen_behind()) return LinkLoss::overrun;
    // Not while frames wait: the replica may still be loading, and would be overrun by the next few entries.
    if (has_sent_all() && connection_.is_drained()) catching_up_ = false;
    if (has_sent_all() || !connection_.has_room()) {
      connection_.flush();
      return std::nullopt;
    }
    bytes += phase_ == Phase::loading ? send_snapshot() : send_entry();
    connection_.flush();
    ping_for_waiters();
  }
  turn_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] {
    if (const auto loss = pump()) owner_.on_session_lost(*this, *loss);
  });
  return std::nullopt;
}

void ReplicaSession::ping_behind(Offset target) {
  if (phase_ == Phase::refused) return;
  waited_for_.insert(target);
  ping_for_waiters();
}

void ReplicaSession::ping_for_waiters() {
  if (phase_ != Phase::streaming) return;
  const auto unsent = waited_for_.lower_bound(next_);
  if (unsent == waited_for_.begin()) return;
  waited_for_.erase(waited_for_.begin(), unsent);
  connection_.ping_in_turn();
}

bool ReplicaSession::has_sent_all() const {
  return phase_ == Phase::streaming && next_ > owner_.log_to_serve()->backlog().end();
}

bool ReplicaSession::has_fallen_behind() const {
  // While it loads, too: the rest of the snapshot would be sent for nothing, and kept for as long.
  return next_ < owner_.log_to_serve()->backlog().first();
}

std::size_t ReplicaSession::send_entry() {
  const Backlog::Entry& entry = owner_.log_to_serve()->backlog().at(next_);
  connection_.send(encode_log_entry(connection_.next_sequence(), next_, entry.checksum, entry.body));
  ++next_;
  return entry.body.size();
}

std::size_t ReplicaSession::send_snapshot() {
  if (snapshot_sent_ == snapshot_->head.key_count) {
    send_snapshot_end();
    return 0;
  }
  return send_snapshot_part();
}

std::size_t ReplicaSession::send_snapshot_part() {
  SnapshotPartFrame part{connection_.next_sequence(), {}};
  std::size_t bytes = 0;
  while (snapshot_sent_ < snapshot_->head.key_count && bytes < options_.snapshot_part_bytes) {
    const SnapshotEntry& entry = snapshot_->entry(snapshot_sent_++);
    part.items.push_back({entry.key, entry.value, entry.deadline});
    snapshot_digest_.add(entry.key, entry.value, entry.deadline);
    bytes += entry.key.size() + entry.value.size();
  }
  connection_.send(encode(part));
  return bytes;
}

void ReplicaSession::send_snapshot_end() {
  connection_.send(encode(SnapshotEndFrame{connection_.next_sequence(), snapshot_digest_.value()}));
  snapshot_.reset();
  phase_ = Phase::streaming;
  const Offset end = owner_.log_to_serve()->backlog().end();
  if (end < next_) return;
  announce(runtime_, seam::Severity::debug, event::snapshot_outrun,
           {{"replica", to_string(peer())}, {"entries", end - next_ + 1}});
}

std::optional<Offset> ReplicaSession::pinned() const {
  if (!catching_up_) return std::nullopt;
  return next_;
}

std::optional<LinkLoss> ReplicaSession::on_frame(const FrameView&) {
  return LinkLoss::damaged;  // a replica sends nothing but heartbeats
}

void ReplicaSession::on_peer_applied(Offset applied) {
  applied_ = applied;
  owner_.on_replica_applied();
}

}  // namespace burrow
