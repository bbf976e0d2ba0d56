#include "sut/replication/replica_session.hpp"

#include <utility>

#include "sut/replication/announcements.hpp"

namespace burrow {

ReplicaSession::ReplicaSession(Runtime& runtime, const ReplicationOptions& options, Host& host,
                               std::uint32_t generation, std::unique_ptr<Stream> stream, const HelloFrame& hello,
                               std::string_view rest)
    : runtime_(runtime),
      options_(options),
      host_(host),
      process_(hello.process),
      peer_generation_(hello.generation),
      asked_(hello.place),
      connection_(runtime, options, *this, generation, std::move(stream), rest) {}

void ReplicaSession::start() {
  answer();
  if (const auto loss = pump()) return host_.on_session_lost(*this, *loss);
  connection_.resume();
}

void ReplicaSession::answer() {
  const ReplicationLog* const log = host_.log_to_serve();
  if (log == nullptr) {
    connection_.send(encode(RefuseFrame{connection_.next_sequence(), host_.chain(), "LOADING"}));
    return;
  }
  if (log->can_resume(asked_)) {
    phase_ = Phase::streaming;
    next_ = asked_.offset + 1;
    connection_.send(encode(ContinueFrame{connection_.next_sequence(), host_.chain(), log->history()}));
    return;
  }
  phase_ = Phase::loading;
  catching_up_ = true;
  snapshot_ = host_.snapshot();
  next_ = snapshot_->offset + 1;
  connection_.send(encode(FullFrame{connection_.next_sequence(), host_.chain(), snapshot_->history, snapshot_->offset,
                                    snapshot_->log_checksum, snapshot_->entries.size()}));
}

std::optional<LinkLoss> ReplicaSession::pump() {
  while (phase_ == Phase::loading && connection_.has_room()) {
    if (snapshot_sent_ < snapshot_->entries.size()) {
      send_snapshot_part();
    } else {
      send_snapshot_end();
    }
    connection_.flush();
    ping_for_waiters();
  }
  if (phase_ == Phase::refused || phase_ == Phase::loading) {
    connection_.flush();
    return std::nullopt;
  }
  const Backlog& backlog = host_.log_to_serve()->backlog();
  if (next_ < backlog.first()) return LinkLoss::overrun;
  while (next_ <= backlog.end() && connection_.has_room()) {
    const Backlog::Entry& entry = backlog.at(next_);
    connection_.send(encode_log_entry(connection_.next_sequence(), next_, entry.checksum, entry.body));
    ++next_;
    connection_.flush();
    ping_for_waiters();
  }
  // Not while frames wait: the replica may still be loading, and would be overrun by the next few entries.
  if (next_ > backlog.end() && connection_.is_drained()) catching_up_ = false;
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

void ReplicaSession::send_snapshot_part() {
  SnapshotPartFrame part{connection_.next_sequence(), {}};
  std::size_t bytes = 0;
  while (snapshot_sent_ < snapshot_->entries.size() && bytes < options_.snapshot_part_bytes) {
    const SnapshotEntry& entry = snapshot_->entries[snapshot_sent_++];
    part.items.push_back({entry.key, entry.value, entry.deadline});
    snapshot_digest_.add(entry.key, entry.value, entry.deadline);
    bytes += entry.key.size() + entry.value.size();
  }
  connection_.send(encode(part));
}

void ReplicaSession::send_snapshot_end() {
  connection_.send(encode(SnapshotEndFrame{connection_.next_sequence(), snapshot_digest_.value()}));
  snapshot_.reset();
  phase_ = Phase::streaming;
  const Offset end = host_.log_to_serve()->backlog().end();
  if (end < next_) return;
  announce(runtime_, Severity::debug, event::snapshot_outrun,
           {Field::of_text("replica", to_string(peer())),
            Field::of_number("entries", static_cast<std::int64_t>(end - next_ + 1))});
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
  host_.on_replica_applied();
}

}  // namespace burrow
