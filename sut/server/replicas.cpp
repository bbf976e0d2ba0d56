#include "sut/server/replicas.hpp"

#include <algorithm>
#include <utility>

#include "sut/replication/announcements.hpp"
#include "sut/runtime/assert.hpp"

namespace burrow {

void Replicas::adopt(std::unique_ptr<seam::Stream> stream, const HelloFrame& hello, std::string_view rest) {
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    if (sessions_[i]->process() != hello.process) continue;
    if (sessions_[i]->peer_generation() > hello.generation) return stream->abort();
    drop(i, "replaced by a newer connection");
    break;
  }
  ReplicaSession::Owner& owner = *this;
  sessions_.push_back(std::make_unique<ReplicaSession>(runtime_, options_, owner, owner_.next_connection_generation(),
                                                       std::move(stream), hello, rest));
  ReplicaSession& session = *sessions_.back();
  announce(
      runtime_, seam::Severity::info, event::replica_joined,
      {{"replica", to_string(session.peer())}, {"connection", session.connection()}, {"offset", hello.place.offset}});
  session.start();
}

void Replicas::pump() {
  for (std::size_t i = 0; i < sessions_.size();) {
    if (const auto loss = sessions_[i]->pump()) {
      drop(i, to_string(*loss));
    } else {
      ++i;
    }
  }
}

void Replicas::ping_behind(Offset target) {
  for (const auto& session : sessions_) session->ping_behind(target);
}

void Replicas::drop_all(std::string_view reason) {
  while (!sessions_.empty()) drop(sessions_.size() - 1, reason);
  shared_snapshot_.reset();
}

std::optional<Offset> Replicas::pinned() const {
  std::optional<Offset> oldest;
  for (const auto& session : sessions_) {
    const auto pin = session->pinned();
    if (pin && (!oldest || *pin < *oldest)) oldest = pin;
  }
  return oldest;
}

std::size_t Replicas::count_applied(Offset offset) const {
  return static_cast<std::size_t>(std::count_if(sessions_.begin(), sessions_.end(), [offset](const auto& session) {
    return session->phase() == ReplicaSession::Phase::streaming && session->applied() >= offset;
  }));
}

std::shared_ptr<Snapshot> Replicas::snapshot() {
  const ReplicationLog& log = *owner_.log_to_serve();
  // Still good if the log continues right behind it. If not, a session that still reads it has fallen behind, or was
  // dropped with its history: none of its entries will be copied any more.
  auto shared = shared_snapshot_.lock();
  if (shared && shared->head.history == log.history() && log.backlog().checksum_at(shared->head.offset)) return shared;

  const Place place = log.place();
  announce(runtime_, seam::Severity::info, event::snapshot_started,
           {{"history", place.history}, {"offset", place.offset}});
  const SnapshotHead head{log.history(), place.offset, place.checksum, owner_.begin_copy()};
  auto* const snapshot = new Snapshot(head, [this, offset = head.offset] {
    SEAM_ASSERT(copying_ != nullptr && copying_->head.offset == offset);
    return owner_.copy_next();
  });
  std::shared_ptr<Snapshot> fresh(snapshot, [this](Snapshot* done) { retire(done); });
  copying_ = snapshot;
  shared_snapshot_ = fresh;
  return fresh;
}

void Replicas::retire(Snapshot* snapshot) {
  if (copying_ == snapshot) {
    owner_.end_copy();
    copying_ = nullptr;
  }
  disposal_.take([owned = std::shared_ptr<Snapshot>(snapshot)] { return owned->free_some(Disposal::slice); });
}

void Replicas::on_session_lost(ReplicaSession& session, LinkLoss loss) {
  const auto it =
      std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& each) { return each.get() == &session; });
  SEAM_ASSERT(it != sessions_.end());
  drop(static_cast<std::size_t>(it - sessions_.begin()), to_string(loss));
}

void Replicas::drop(std::size_t index, std::string_view reason) {
  const std::unique_ptr<ReplicaSession> session = std::move(sessions_[index]);
  sessions_.erase(sessions_.begin() + static_cast<std::ptrdiff_t>(index));
  announce(runtime_, seam::Severity::info, event::replica_left,
           {{"replica", to_string(session->peer())}, {"connection", session->connection()}, {"reason", reason}});
  session->abort();
}

void WaitQueue::add(seam::StreamId client, std::size_t replicas, Offset target, seam::Duration timeout) {
  Waiter& waiter = waiters_[client];
  waiter = Waiter{replicas, target, seam::Timer()};
  if (timeout > seam::Duration::zero())
    waiter.timeout = runtime_.start_timer(timeout, [this, client] { finish(client); });
}

void WaitQueue::check() {
  // A client that resumes may wait again, close, or write so much that a replica is dropped.
  std::vector<std::pair<seam::StreamId, std::size_t>> satisfied;
  for (const auto& [client, waiter] : waiters_) {
    const std::size_t replicas = count_applied_(waiter.target);
    if (replicas >= waiter.replicas) satisfied.emplace_back(client, replicas);
  }
  for (const auto& [client, replicas] : satisfied) finish(client, replicas);
}

void WaitQueue::finish_all() {
  for (const seam::StreamId client : clients()) finish(client);
}

std::vector<seam::StreamId> WaitQueue::take_all() {
  std::vector<seam::StreamId> all = clients();
  waiters_.clear();
  return all;
}

std::vector<seam::StreamId> WaitQueue::clients() const {
  std::vector<seam::StreamId> all;
  for (const auto& [client, waiter] : waiters_) all.push_back(client);
  return all;
}

void WaitQueue::finish(seam::StreamId client) {
  const auto it = waiters_.find(client);
  if (it != waiters_.end()) finish(client, count_applied_(it->second.target));
}

void WaitQueue::finish(seam::StreamId client, std::size_t replicas) {
  if (waiters_.erase(client) > 0) done_(client, replicas);
}

}  // namespace burrow
