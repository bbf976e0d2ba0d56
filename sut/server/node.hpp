// A Burrow node: one keyspace, its log, its clients, its upstream or its replicas. Wires the parts; each part has its
// own file.
//
// All of it runs on the single logical thread of its Runtime. Destroying a Node is kill -9.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sut/cache/cache.hpp"
#include "sut/cache/deadline.hpp"
#include "sut/replication/upstream_link.hpp"
#include "sut/runtime/runtime.hpp"
#include "sut/server/client_connection.hpp"
#include "sut/server/commands/command.hpp"
#include "sut/server/disposal.hpp"
#include "sut/server/key_listings.hpp"
#include "sut/server/limited_announcement.hpp"
#include "sut/server/log_writer.hpp"
#include "sut/server/options.hpp"
#include "sut/server/replicas.hpp"
#include "sut/server/watches.hpp"

namespace burrow {

class Node final : private ClientConnection::Owner,
                   private Replicas::Owner,
                   private UpstreamLink::Owner,
                   private NodeControl {
 public:
  enum class Role : std::uint8_t { primary, replica };

  // With an upstream it is a replica of it from the beginning.
  Node(seam::Runtime& runtime, NodeOptions options, seam::Address listen, std::optional<seam::Address> upstream);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // Listens and begins to replicate. The error is the listener's.
  [[nodiscard]] tl::expected<void, std::string> start();

  // -- what it is, for INFO and for observers from outside
  Role role() const { return upstream_ ? Role::replica : Role::primary; }
  bool is_complete() const { return complete_; }
  // Loads and promotions since the process started.
  std::uint32_t generation() const { return generation_; }
  const ReplicationLog& log() const { return log_; }
  const UpstreamLink* upstream() const { return upstream_.get(); }
  const Replicas& replicas() const { return replicas_; }
  const StringCache& cache() const { return cache_; }
  // Where it listens, with the port that the runtime chose for a 0.
  seam::Address local() const { return local_; }

  // Takes no more connections, runs what clients have sent, replies and closes them, and brings its replicas up to
  // date; then calls `done`, once. A client that does not read its replies is waited for.
  void drain(std::function<void()> done);

 private:
  // node.cpp: roles and state
  void begin_own_history();
  void promote();
  void follow(const seam::Address& upstream);
  void connect_upstream(const seam::Address& upstream, bool accept_any_history);
  void leave_upstream();
  void announce_history() const;
  CacheOptions cache_options() const;
  // By another name of this machine the end of a link shows it: see adopt_replica().
  bool is_own_address(const seam::Address& address) const;

  // node_clients.cpp: connections and commands
  void accept(std::unique_ptr<seam::Stream> stream);
  ClientConnection::Disposition on_command(ClientConnection& client,
                                           std::span<const std::string_view> arguments) override;
  void on_client_closed(ClientConnection& client, ClientEnd end) override;
  ClientConnection& add_client(std::unique_ptr<seam::Stream> stream);
  bool has_room() const;
  void put_on_trial(std::unique_ptr<seam::Stream> stream);
  // Whether one on trial may run this command.
  bool passes_trial(ClientConnection& client, std::span<const std::string_view> arguments, const CommandSpec* command);
  void announce_refusal();
  std::size_t served_clients() const { return clients_.size() - clients_without_place_; }
  ClientConnection::Disposition run(ClientConnection& client, const CommandSpec& command,
                                    std::span<const std::string_view> arguments);
  // Between MULTI and EXEC.
  ClientConnection::Disposition enqueue(ClientConnection& client, const CommandSpec& command,
                                        std::span<const std::string_view> arguments);
  ClientConnection::Disposition adopt_replica(ClientConnection& client, std::span<const std::string_view> arguments);
  ClientConnection::Disposition refuse_itself(ClientConnection& client);
  // Why a command does not run, if it does not. nullptr: there is no such command.
  std::optional<std::string> refusal(const ClientConnection& client, const CommandSpec* command,
                                     std::span<const std::string_view> arguments) const;
  void schedule_pump();
  void pump();
  void schedule_wait_check();
  void finish_wait(seam::StreamId client, std::size_t replicas);
  void release_waiters();
  void finish_keys(seam::StreamId client, const KeyListings::Result& result);
  void check_drained();
  // Of each entry of the log, of whichever node's making.
  void note_effect(const Effect& effect);

  // node_info.cpp and node_clients.cpp: commands about the node
  void role(resp::ReplyWriter& reply) override;
  void info(std::span<const std::string_view> sections, resp::ReplyWriter& reply) override;
  void replicaof(std::optional<seam::Address> upstream, resp::ReplyWriter& reply) override;
  void wait(std::int64_t replicas, seam::Duration timeout) override;
  void list_keys(std::string_view pattern) override;
  bool watch(std::string_view key, bool is_held) override;
  void unwatch() override;
  bool has_watched_change(const std::function<bool(std::string_view key)>& is_held) override;
  std::uint64_t draw_random() override { return runtime_.random_u64("random-key"); }
  std::optional<std::string_view> data_refusal(bool writes) const override;
  void digest(resp::ReplyWriter& reply) override;
  void list_clients(resp::ReplyWriter& reply) override;
  void on_login_failed(const ClientSession& session) override;
  const NodeOptions& options() const override { return options_; }
  void configure(const NodeOptions& options) override;
  bool is_primary() const override { return role() == Role::primary; }
  std::string_view version() const override { return burrow_version; }

  // Replicas::Owner
  const ReplicationLog* log_to_serve() const override { return complete_ ? &log_ : nullptr; }
  std::size_t begin_copy() override { return cache_.begin_copy(); }
  std::optional<SnapshotEntry> copy_next() override { return cache_.copy_next(); }
  void end_copy() override { cache_.end_copy(); }
  Chain chain() const override;
  std::uint32_t next_connection_generation() override { return ++connection_generation_; }
  void on_replica_applied() override { schedule_wait_check(); }

  // UpstreamLink::Owner
  ProcessId process() const override { return process_; }
  Place place() const override { return complete_ ? log_.place() : Place{}; }
  const History& history() const override { return log_.history(); }
  bool holds_data() const override { return complete_ && cache_.size() > 0; }
  void on_resumed(const History& history) override;
  void begin_load() override { image_ = std::make_unique<StringCache::Image>(); }
  bool load(const SnapshotItem& item) override { return image_->load(item.key, item.value, item.deadline); }
  void drop_load() override;
  void on_loaded(const SnapshotHead& head) override;
  bool on_entry(const LogEntryFrame& entry) override;

  seam::Runtime& runtime_;
  NodeOptions options_;
  seam::Address listen_;
  seam::Address local_;
  std::optional<seam::Address> initial_upstream_;
  ProcessId process_ = ProcessId::none;
  bool complete_ = false;
  std::uint32_t generation_ = 0;
  std::uint32_t connection_generation_ = 0;

  ReplicationLog log_;
  LogWriter log_writer_;
  ExpiryClock clock_;
  StringCache cache_;
  std::unique_ptr<StringCache::Image> image_;  // a state on its way in
  Disposal disposal_;

  std::unique_ptr<seam::Listener> listener_;
  std::map<seam::StreamId, std::unique_ptr<ClientConnection>> clients_;
  ClientConnection* current_client_ = nullptr;  // whose command runs
  bool current_blocks_ = false;                 // the running command called wait()
  WaitQueue waiters_;
  KeyListings key_listings_;
  Watches watches_;
  Replicas replicas_;
  std::unique_ptr<UpstreamLink> upstream_;
  seam::Timer pump_timer_;
  seam::Timer wait_timer_;
  seam::Timer release_timer_;
  std::vector<seam::StreamId> released_;  // whose wait a demotion ended
  seam::Timer drain_timer_;
  std::function<void()> on_drained_;  // while it drains
  LimitedAnnouncement dropped_clients_;
  LimitedAnnouncement failed_logins_;
  bool follows_itself_ = false;            // and that was said
  bool turns_away_ = false;                // too many clients, and that was said
  std::size_t clients_without_place_ = 0;  // of clients_: those on trial, and those that hear that there is no room
  std::size_t unpumped_bytes_ = 0;         // keys and values appended since replicas were last pumped
  bool pump_scheduled_ = false;
  bool wait_check_scheduled_ = false;
};

}  // namespace burrow
