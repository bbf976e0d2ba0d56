#include "sut/server/node.hpp"

#include <utility>
#include <vector>

#include "sut/replication/announcements.hpp"
#include "sut/replication/log.hpp"

namespace burrow {

namespace {

// Whatever a client may write must fit into one frame, or its replicas would call it damage for ever.
NodeOptions with_matching_limits(NodeOptions options) {
  constexpr std::size_t header_bytes = 1024 * 1024;
  options.replication.max_frame_bytes = 2 * options.max_argument_bytes + header_bytes;
  return options;
}

}  // namespace

Node::Node(seam::Runtime& runtime, NodeOptions options, seam::Address listen, std::optional<seam::Address> upstream)
    : runtime_(runtime),
      options_(with_matching_limits(options)),
      listen_(std::move(listen)),
      initial_upstream_(std::move(upstream)),
      log_(options.replication.backlog),
      log_writer_(runtime, log_,
                  {.pinned = [this] { return replicas_.pinned(); },
                   .on_effect = [this](const Effect& effect) { note_effect(effect); },
                   .on_committed = [this] { schedule_pump(); }}),
      clock_(runtime),
      cache_(
          &runtime, [this] { return clock_.now(); }, cache_options()),
      disposal_(runtime),
      waiters_(
          runtime, [this](Offset offset) { return replicas_.count_applied(offset); },
          [this](seam::StreamId client, std::size_t replicas) { finish_wait(client, replicas); }),
      key_listings_(runtime, cache_, options.client_output_limit_bytes,
                    [this](seam::StreamId client, const KeyListings::Result& result) { finish_keys(client, result); }),
      replicas_(runtime, options_.replication, *this),
      dropped_clients_(runtime, seam::Severity::info, event::client_dropped),
      failed_logins_(runtime, seam::Severity::warning, event::login_failed) {
  cache_.set_observer(&log_writer_);
}

Node::~Node() = default;

tl::expected<void, std::string> Node::start() {
  process_ = ProcessId{runtime_.random_u64("process-id")};
  auto listener = runtime_.listen(listen_, [this](std::unique_ptr<seam::Stream> stream) { accept(std::move(stream)); });
  if (!listener) return tl::make_unexpected(listener.error().message);
  listener_ = std::move(*listener);
  local_ = listener_->local();
  if (initial_upstream_ && is_own_address(*initial_upstream_)) {
    return tl::make_unexpected("replicaof " + to_string(*initial_upstream_) + ": a node cannot replicate itself");
  }
  announce(runtime_, seam::Severity::info, event::node_started,
           {{"process", process_}, {"role", initial_upstream_ ? "replica" : "primary"}});

  if (!initial_upstream_) {
    begin_own_history();
    return {};
  }
  cache_.set_authority(Authority::follower);
  connect_upstream(*initial_upstream_, false);
  return {};
}

void Node::begin_own_history() {
  log_.begin(ReplicationId{runtime_.random_u64("replication-id")});
  complete_ = true;
  announce_history();
}

void Node::promote() {
  leave_upstream();
  ++generation_;
  replicas_.drop_all("promoted");  // they come back and resume on the new history
  if (complete_) {
    log_.promote(ReplicationId{runtime_.random_u64("replication-id")});
    announce_history();
  } else {
    begin_own_history();
  }
  announce(runtime_, seam::Severity::info, event::node_promoted,
           {{"history", log_.history().id}, {"switch", log_.history().switch_offset}});
  log_writer_.attribute_to({});
  cache_.set_authority(Authority::owner);  // evicts down to its limits, into the new history
}

void Node::follow(const seam::Address& upstream) {
  const bool was_primary = !upstream_;
  leave_upstream();
  if (was_primary) {
    cache_.set_authority(Authority::follower);
    release_waiters();
    announce(runtime_, seam::Severity::info, event::node_demoted, {{"upstream", upstream.host}});
  }
  connect_upstream(upstream, true);
}

void Node::connect_upstream(const seam::Address& upstream, bool accept_any_history) {
  follows_itself_ = false;
  UpstreamLink::Owner& owner = *this;
  upstream_ = std::make_unique<UpstreamLink>(runtime_, options_.replication, owner, upstream, accept_any_history);
}

void Node::leave_upstream() {
  upstream_.reset();
  drop_load();
}

void Node::announce_history() const {
  const History& history = log_.history();
  announce(runtime_, seam::Severity::info, event::history_began,
           {{"history", history.id},
            {"origin", to_string(history.origin)},
            {"parent", history.parent},
            {"switch", history.switch_offset}});
}

CacheOptions Node::cache_options() const {
  CacheOptions cache;
  cache.janitor_interval = options_.janitor_interval;
  cache.janitor_batch = options_.janitor_batch;
  cache.capacity = options_.capacity;
  cache.max_memory_bytes = options_.maxmemory_bytes;
  return cache;
}

Chain Node::chain() const {
  Chain chain = upstream_ ? upstream_->upstream_chain() : Chain{};
  chain.push_back(process_);
  return chain;
}

bool Node::is_own_address(const seam::Address& address) const {
  if (address.port != local_.port) return false;
  if (address.host == listen_.host || address.host == local_.host) return true;
  const bool is_this_machine = seam::is_loopback(address.host) || seam::is_any_address(address.host);
  if (seam::is_any_address(local_.host)) return is_this_machine;
  return seam::is_loopback(local_.host) && (address.host == "localhost" || seam::is_any_address(address.host));
}

void Node::on_resumed(const History& history) {
  if (history.id == log_.history().id) return;
  log_.follow(history);
  replicas_.drop_all("upstream was promoted");  // they come back and resume on the new history
}

void Node::on_loaded(const SnapshotHead& head) {
  replicas_.drop_all("state was replaced");
  cache_.replace_all(*image_);
  drop_load();  // the old state now
  log_.load(head.history, head.offset, head.log_checksum);
  complete_ = true;
  ++generation_;
  watches_.note_replaced();
}

void Node::drop_load() {
  if (!image_) return;
  disposal_.take(
      [image = std::shared_ptr<StringCache::Image>(std::move(image_))] { return image->free_some(Disposal::slice); });
}

bool Node::on_entry(const LogEntryFrame& entry) {
  if (!log_.append_verbatim(entry.offset, entry.checksum, entry.body, replicas_.pinned())) return false;
  const Effect& effect = entry.effect;
  switch (effect.kind) {
    case EffectKind::set:
      cache_.apply_set(effect.key, effect.value, effect.deadline);
      break;
    case EffectKind::deadline:
      cache_.apply_deadline(effect.key, effect.deadline);
      break;
    case EffectKind::del:
      cache_.apply_removed(effect.key, *effect.cause);
      break;
    case EffectKind::flush:
      cache_.apply_flushed();
      break;
  }
  note_effect(effect);
  schedule_pump();
  return true;
}

// The orderly end: each client and replica gets what it is owed.

namespace {

constexpr seam::Duration check_interval = std::chrono::milliseconds(10);

}  // namespace

void Node::drain(std::function<void()> done) {
  on_drained_ = std::move(done);
  listener_.reset();
  std::vector<seam::StreamId> ids;  // a connection that is done leaves the map
  for (const auto& [id, client] : clients_) ids.push_back(id);
  for (const seam::StreamId id : ids) {
    if (const auto it = clients_.find(id); it != clients_.end()) it->second->drain();
  }
  check_drained();
}

void Node::check_drained() {
  replicas_.pump();
  const bool replicas_have_all = replicas_.count_applied(log_.place().offset) == replicas_.sessions().size();
  if (replicas_have_all) waiters_.finish_all();  // no more will come
  if (clients_.empty() && replicas_have_all) return std::exchange(on_drained_, nullptr)();
  replicas_.ping_behind(log_.place().offset);
  drain_timer_ = runtime_.start_timer(check_interval, [this] { check_drained(); });
}

}  // namespace burrow
