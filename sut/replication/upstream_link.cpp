#include "sut/replication/upstream_link.hpp"

#include <algorithm>
#include <utility>

#include "sut/replication/announcements.hpp"

namespace burrow {

std::string_view to_string(UpstreamLink::Phase phase) {
  constexpr std::string_view names[] = {"waiting", "connecting", "handshake", "loading", "streaming"};
  return names[static_cast<std::size_t>(phase)];
}

UpstreamLink::UpstreamLink(seam::Runtime& runtime, const ReplicationOptions& options, Owner& owner,
                           seam::Address upstream, bool accept_any_history)
    : runtime_(runtime),
      options_(options),
      owner_(owner),
      upstream_(std::move(upstream)),
      accept_any_history_(accept_any_history),
      backoff_(options.reconnect) {
  connect();
}

std::optional<seam::MonotonicTime> UpstreamLink::last_evidence() const {
  if (!connection_) return std::nullopt;
  return connection_->last_evidence();
}

void UpstreamLink::connect() {
  phase_ = Phase::connecting;
  generation_ = owner_.next_connection_generation();
  PeerConnection::Owner& owner = *this;
  connection_ = std::make_unique<PeerConnection>(runtime_, options_, owner, generation_, upstream_);
}

void UpstreamLink::retry_after(seam::Duration wait) {
  phase_ = Phase::waiting;
  retry_timer_ = runtime_.start_timer(wait, [this] { connect(); });
}

void UpstreamLink::on_established() {
  phase_ = Phase::handshake;
  connection_->send(encode(HelloFrame{connection_->next_sequence(), owner_.process(), generation_, owner_.place()}));
  connection_->flush();
}

std::optional<LinkLoss> UpstreamLink::on_frame(const FrameView& frame) {
  const auto pass_to = [this](const auto& decoded, auto handle) -> std::optional<LinkLoss> {
    return decoded ? (this->*handle)(*decoded) : LinkLoss::damaged;
  };
  switch (frame.type()) {
    case FrameType::continuation:
      return pass_to(frame.continuation(), &UpstreamLink::on_continue);
    case FrameType::full:
      return pass_to(frame.full(), &UpstreamLink::on_full);
    case FrameType::snapshot_part:
      return pass_to(frame.snapshot_part(), &UpstreamLink::on_snapshot_part);
    case FrameType::snapshot_end:
      return pass_to(frame.snapshot_end(), &UpstreamLink::on_snapshot_end);
    case FrameType::log_entry:
      return pass_to(frame.log_entry(), &UpstreamLink::on_log_entry);
    case FrameType::refuse:
      return pass_to(frame.refuse(), &UpstreamLink::on_refuse);
    default:
      return LinkLoss::damaged;
  }
}

std::optional<LinkLoss> UpstreamLink::on_refuse(const RefuseFrame& frame) {
  if (phase_ != Phase::handshake) return LinkLoss::damaged;
  return accepts_chain(frame.chain) ? LinkLoss::rejected : LinkLoss::cycle;
}

std::optional<LinkLoss> UpstreamLink::on_continue(const ContinueFrame& frame) {
  if (phase_ != Phase::handshake) return LinkLoss::damaged;
  if (!accepts_chain(frame.chain)) return LinkLoss::cycle;
  const Place place = owner_.place();
  if (!frame.history.contains(place.history, place.offset)) return LinkLoss::damaged;
  owner_.on_resumed(frame.history);
  become_streaming();
  announce(runtime_, seam::Severity::info, event::sync_partial,
           {{"upstream", to_string(upstream_)}, {"history", frame.history.id}, {"offset", place.offset}});
  return std::nullopt;
}

std::optional<LinkLoss> UpstreamLink::on_full(const FullFrame& frame) {
  if (phase_ != Phase::handshake) return LinkLoss::damaged;
  if (!accepts_chain(frame.chain)) return LinkLoss::cycle;
  holding_ = must_hold(frame.history);
  if (holding_) return LinkLoss::held;
  phase_ = Phase::loading;
  load_.emplace(Load{SnapshotHead{frame.history, frame.offset, frame.checksum, frame.key_count}, {}});
  owner_.begin_load();
  return std::nullopt;
}

std::optional<LinkLoss> UpstreamLink::on_snapshot_part(const SnapshotPartFrame& frame) {
  if (phase_ != Phase::loading) return LinkLoss::damaged;
  for (const SnapshotItem& item : frame.items) {
    if (++load_->keys > load_->head.key_count || !owner_.load(item)) return LinkLoss::damaged;
    load_->digest.add(item.key, item.value, item.deadline);
  }
  return std::nullopt;
}

std::optional<LinkLoss> UpstreamLink::on_snapshot_end(const SnapshotEndFrame& frame) {
  if (phase_ != Phase::loading) return LinkLoss::damaged;
  const SnapshotHead head = load_->head;
  if (load_->digest.value() != frame.digest || load_->keys != head.key_count) return LinkLoss::damaged;
  load_.reset();
  owner_.on_loaded(head);
  become_streaming();
  announce(runtime_, seam::Severity::info, event::sync_full,
           {{"upstream", to_string(upstream_)},
            {"history", head.history.id},
            {"offset", head.offset},
            {"keys", head.key_count}});
  return std::nullopt;
}

std::optional<LinkLoss> UpstreamLink::on_log_entry(const LogEntryFrame& frame) {
  if (phase_ != Phase::streaming) return LinkLoss::damaged;
  if (frame.more) return stage(frame);
  for (const StepEntry& entry : step_) {
    if (!owner_.on_entry(entry.frame())) return LinkLoss::damaged;
  }
  drop_step();
  if (!owner_.on_entry(frame)) return LinkLoss::damaged;
  return std::nullopt;
}

// What does not continue the log is not worth keeping until the end of its step, and a step that no backlog of ours
// could have held has no end.
std::optional<LinkLoss> UpstreamLink::stage(const LogEntryFrame& frame) {
  if (step_.empty()) step_end_ = owner_.place();
  if (frame.offset != step_end_.offset + 1) return LinkLoss::damaged;
  if (extend(step_end_.checksum, frame.body) != frame.checksum) return LinkLoss::damaged;
  step_end_ = {step_end_.history, frame.offset, frame.checksum};
  step_.emplace_back(frame);
  step_bytes_ += sizeof(StepEntry) + frame.body.size();
  return step_bytes_ > options_.max_step_bytes() ? std::optional(LinkLoss::oversized) : std::nullopt;
}

void UpstreamLink::drop_step() {
  step_.clear();
  step_bytes_ = 0;
}

UpstreamLink::StepEntry::StepEntry(const LogEntryFrame& frame)
    : sequence_(frame.sequence),
      offset_(frame.offset),
      checksum_(frame.checksum),
      body_(frame.body),
      effect_(frame.effect) {}

LogEntryFrame UpstreamLink::StepEntry::frame() const {
  return {sequence_, offset_, checksum_, body_, effect_.view(), true};
}

std::optional<LinkLoss> UpstreamLink::on_peer_chain(const Chain& chain) {
  if (chain.empty() || accepts_chain(chain)) return std::nullopt;
  return LinkLoss::cycle;
}

bool UpstreamLink::accepts_chain(const Chain& chain) {
  if (std::find(chain.begin(), chain.end(), owner_.process()) != chain.end()) return false;
  upstream_chain_ = chain;
  return true;
}

bool UpstreamLink::must_hold(const History& offered) {
  const bool began_elsewhere = offered.origin == HistoryOrigin::process_start && offered.id != owner_.history().id;
  if (!began_elsewhere || accept_any_history_ || !owner_.holds_data()) {
    hold_.reset();
    return false;
  }
  const seam::MonotonicTime now = runtime_.monotonic_now();
  if (!hold_ || hold_->offered != offered.id) {
    hold_ = Hold{offered.id, now};
    announce(runtime_, seam::Severity::warning, event::sync_held,
             {{"upstream", to_string(upstream_)}, {"offered", offered.id}});
  }
  return now - hold_->since < options_.empty_primary_hold;
}

void UpstreamLink::become_streaming() {
  phase_ = Phase::streaming;
  streaming_since_ = runtime_.monotonic_now();
  hold_.reset();
  holding_ = false;
  accept_any_history_ = false;
  last_reason_.clear();
  announce(runtime_, seam::Severity::info, event::link_up, {{"upstream", to_string(upstream_)}});
}

Offset UpstreamLink::applied_for_pong() const {
  // An offset of another history, or of a state about to be replaced, would be taken for progress in the upstream's.
  return phase_ == Phase::streaming ? owner_.place().offset : 0;
}

// A link that stays down for the same reason is announced once, not at each try.
void UpstreamLink::announce_loss(LinkLoss loss, bool was_loading) {
  const std::string_view refusal = connection_->refusal();
  const std::string reason(refusal.empty() ? to_string(loss) : refusal);
  const bool is_news = phase_ == Phase::streaming || reason != last_reason_;
  const seam::Severity severity = is_news ? seam::Severity::warning : seam::Severity::debug;
  last_reason_ = reason;
  announce(runtime_, severity, event::link_down,
           {{"upstream", to_string(upstream_)}, {"reason", reason}, {"phase", to_string(phase_)}});
  if (!was_loading) return;
  announce(runtime_, severity, event::sync_failed, {{"upstream", to_string(upstream_)}, {"reason", to_string(loss)}});
}

void UpstreamLink::on_lost(LinkLoss loss) {
  const bool was_loading = load_.has_value();
  announce_loss(loss, was_loading);
  if (was_loading) owner_.drop_load();
  load_.reset();
  drop_step();
  // Who refuses has nothing yet, perhaps because it follows us: its own callers learn of the chain from us meanwhile.
  if (loss != LinkLoss::rejected) upstream_chain_.clear();
  connection_->abort();
  connection_.reset();
  // A link that comes up only to break at once is no better than one that does not come up.
  const bool was_good =
      phase_ == Phase::streaming && runtime_.monotonic_now() - streaming_since_ >= options_.detector().window;
  if (was_good) backoff_.reset();
  seam::Duration wait = backoff_.next();
  if (loss == LinkLoss::held) {
    // No later than the end of the hold, or the wait would add to it.
    const seam::Duration left = hold_->since + options_.empty_primary_hold - runtime_.monotonic_now();
    wait = std::min(wait, std::max(left, seam::Duration{std::chrono::milliseconds(1)}));
  }
  retry_after(wait);
}

}  // namespace burrow
