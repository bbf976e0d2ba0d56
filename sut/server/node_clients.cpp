// The node's side of its clients: accepting, dispatching commands, blocking and releasing.

#include <numeric>
#include <string>
#include <utility>

#include "sut/replication/announcements.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/node.hpp"

namespace burrow {

namespace {

using Disposition = ClientConnection::Disposition;

// As Redis words it: arguments are shown until they and what is around them are so long.
std::string unknown_command(std::span<const std::string_view> arguments) {
  constexpr std::size_t shown_bytes = 128;
  std::string shown;
  for (const std::string_view argument : arguments.subspan(1)) {
    if (shown.size() >= shown_bytes) break;
    shown += "'" + std::string(shown_word(argument, shown_bytes - shown.size())) + "' ";
  }
  return "ERR unknown command '" + std::string(shown_word(arguments.front(), shown_bytes)) +
         "', with args beginning with: " + shown;
}

// A page in a browser can make it send requests of HTTP to any port, with commands in their bodies: each says one of
// these first.
bool is_http(std::string_view word) { return is_word(word, "post") || is_word(word, "host:"); }

std::string wrong_arity(const CommandSpec& command) {
  return "ERR wrong number of arguments for '" + std::string(command.name) + "' command";
}

constexpr std::string_view no_room = "ERR max number of clients reached";
// A replica says at once that it is one.
constexpr seam::Duration trial_time = std::chrono::seconds(1);

// What a queue keeps of them.
std::size_t bytes_of(std::span<const std::string_view> arguments) {
  return std::accumulate(arguments.begin(), arguments.end(), arguments.size() * sizeof(std::string),
                         [](std::size_t sum, std::string_view argument) { return sum + argument.size(); });
}

}  // namespace

bool Node::has_room() const { return served_clients() + replicas_.sessions().size() < options_.max_clients; }

void Node::accept(std::unique_ptr<seam::Stream> stream) {
  if (!has_room()) return put_on_trial(std::move(stream));
  turns_away_ = false;
  add_client(std::move(stream));
}

ClientConnection& Node::add_client(std::unique_ptr<seam::Stream> stream) {
  const seam::StreamId id = stream->id();
  ClientConnection::Owner& owner = *this;
  auto& client = clients_[id] = std::make_unique<ClientConnection>(runtime_, options_, owner, std::move(stream));
  return *client;
}

// However many clients there are, replicas and operators get in: whom a connection belongs to shows in its first
// command. Not too many at a time.
void Node::put_on_trial(std::unique_ptr<seam::Stream> stream) {
  constexpr std::size_t most_at_a_time = 64;
  if (clients_without_place_ >= most_at_a_time) {
    announce_refusal();
    return stream->abort();
  }
  ++clients_without_place_;
  add_client(std::move(stream)).put_on_trial(trial_time, no_room);
}

bool Node::passes_trial(ClientConnection& client, std::span<const std::string_view> arguments,
                        const CommandSpec* command) {
  const bool is_replica = arguments.front() == hello_tag && replicas_.sessions().size() < options_.max_clients;
  const bool is_login = is_word(arguments.front(), "auth");
  const bool is_operator = command != nullptr && command->kind == CommandKind::admin;
  if (has_room()) {
    client.admit();
    --clients_without_place_;
  }
  return !client.is_on_trial() || is_replica || is_login || is_operator;
}

void Node::announce_refusal() {
  if (std::exchange(turns_away_, true)) return;
  announce(runtime_, seam::Severity::warning, event::client_refused, {{"max_clients", options_.max_clients}});
}

Disposition Node::on_command(ClientConnection& client, std::span<const std::string_view> arguments) {
  if (is_http(arguments.front())) return Disposition::hostile;
  const bool is_replica = arguments.front() == hello_tag;
  const CommandSpec* const command = find_command(arguments.front());
  if (client.is_on_trial() && !passes_trial(client, arguments, command)) {
    announce_refusal();
    client.session().closing = true;
    client.reply().error(no_room);
    return Disposition::replied;
  }
  if (is_replica && client.session().authenticated) return adopt_replica(client, arguments);
  if (const auto error = refusal(client, command, arguments)) {
    client.session().closing = is_replica;
    if (client.session().queue) client.session().queue->is_spoilt = true;
    client.reply().error(*error);
    return Disposition::replied;
  }
  const bool is_queued = client.session().queue && !command->runs_at_once;
  return is_queued ? enqueue(client, *command, arguments) : run(client, *command, arguments);
}

Disposition Node::enqueue(ClientConnection& client, const CommandSpec& command,
                          std::span<const std::string_view> arguments) {
  CommandQueue& queue = *client.session().queue;
  const std::size_t bytes = bytes_of(arguments);
  const bool has_room = queue.bytes + bytes <= options_.client_query_bytes;
  if (!command.may_be_queued() || !has_room) {
    queue.is_spoilt = true;
    client.reply().error(has_room ? "ERR Command not allowed inside a transaction" : "ERR transaction is too long");
    return Disposition::replied;
  }
  queue.commands.emplace_back(arguments.begin(), arguments.end());
  queue.bytes += bytes;
  client.reply().status("QUEUED");
  return Disposition::replied;
}

Disposition Node::run(ClientConnection& client, const CommandSpec& command,
                      std::span<const std::string_view> arguments) {
  log_writer_.attribute_to({client.id(), client.command_ordinal()});
  current_client_ = &client;
  current_blocks_ = false;
  const Offset before = log_.place().offset;
  NodeControl& node = *this;
  CommandCall call{arguments, CacheAccess(cache_), client.reply(), node, client.session()};
  command.run(call);
  if (command.kind != CommandKind::admin && log_.place().offset != before) {
    client.last_append = {log_.history().id, log_.place().offset};
  }
  current_client_ = nullptr;
  log_writer_.attribute_to({});
  // A burst of large values would push its beginning out of the backlog before the timer comes round.
  if (unpumped_bytes_ > options_.replication.backlog.limit_bytes / 4) pump();
  return current_blocks_ ? Disposition::blocked : Disposition::replied;
}

std::optional<std::string> Node::refusal(const ClientConnection& client, const CommandSpec* command,
                                         std::span<const std::string_view> arguments) const {
  const bool is_replica = arguments.front() == hello_tag;  // a command of its own: for others it does not exist
  if (command == nullptr && !is_replica) return unknown_command(arguments);
  if (command != nullptr && !command->accepts(arguments.size())) return wrong_arity(*command);
  const bool is_stranger = !client.session().authenticated;
  if (is_stranger && (command == nullptr || command->needs_login())) return "NOAUTH Authentication required.";
  if (!command->needs_data()) return std::nullopt;
  const auto why = data_refusal(command->is_write());
  return why ? std::optional<std::string>(*why) : std::nullopt;
}

std::optional<std::string_view> Node::data_refusal(bool writes) const {
  if (!complete_) return "LOADING Burrow is loading the dataset in memory";
  if (writes && role() == Role::replica) return "READONLY You can't write against a read only replica.";
  return std::nullopt;
}

Disposition Node::adopt_replica(ClientConnection& client, std::span<const std::string_view> arguments) {
  const auto hello = decode_hello(arguments);
  // Replies that are still to be written would end up among the frames.
  if (!hello || hello->sequence != 1 || client.has_unsent_replies()) {
    client.reply().error("ERR damaged replication handshake");
    client.session().closing = true;
    return Disposition::replied;
  }
  if (hello->process == process_) return refuse_itself(client);
  const HelloFrame greeting = *hello;  // survives the connection
  if (!client.takes_a_place()) --clients_without_place_;
  watches_.remove(client.id());
  const auto node = clients_.extract(client.id());
  ClientConnection::Released released = client.release();
  replicas_.adopt(std::move(released.stream), greeting, released.rest);
  return Disposition::adopted;  // `node` goes out of scope and the client with it: it touches nothing of itself after
                                // this
}

// The replica keeps trying: the name of its upstream may come to mean another machine.
Disposition Node::refuse_itself(ClientConnection& client) {
  if (upstream_ && !std::exchange(follows_itself_, true)) {
    announce(runtime_, seam::Severity::error, event::link_down,
             {{"upstream", to_string(upstream_->upstream())}, {"reason", "it is this node"}});
  }
  client.reply().error("ERR a node cannot replicate itself");
  client.session().closing = true;
  return Disposition::replied;
}

void Node::on_client_closed(ClientConnection& client, ClientEnd end) {
  const bool is_news = end != ClientEnd::closed && end != ClientEnd::refused;
  if (is_news) dropped_clients_.note(client.session().peer, to_string(end));
  waiters_.remove(client.id());
  key_listings_.remove(client.id());
  watches_.remove(client.id());
  if (!client.takes_a_place()) --clients_without_place_;
  clients_.erase(client.id());
}

void Node::schedule_pump() {
  if (std::exchange(pump_scheduled_, true)) return;
  // Not at once: the entry may have been appended from within a callback of one of the sessions.
  pump_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] {
    pump_scheduled_ = false;
    pump();
  });
}

void Node::pump() {
  unpumped_bytes_ = 0;
  replicas_.pump();
}

void Node::schedule_wait_check() {
  if (std::exchange(wait_check_scheduled_, true)) return;
  wait_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] {
    wait_check_scheduled_ = false;
    waiters_.check();
  });
}

void Node::wait(std::int64_t replicas, seam::Duration timeout) {
  SEAM_ASSERT(current_client_ != nullptr);
  if (role() == Role::replica) {
    return current_client_->reply().error(
        "ERR WAIT cannot be used with replica instances. Please also note that since "
        "Redis 4.0 if a replica is configured to be writable (which is not the default) "
        "writes to replicas are just local and are not propagated.");
  }
  // An entry of a history that this node has left is waited for in vain or for the wrong reason: nothing to wait for.
  const auto [history, offset] = current_client_->last_append;
  const Offset target = log_.history().contains(history, offset) ? offset : 0;
  const std::size_t applied = replicas_.count_applied(target);
  if (replicas <= 0 || applied >= static_cast<std::size_t>(replicas)) {
    current_client_->reply().integer(static_cast<std::int64_t>(applied));
    return;
  }
  current_blocks_ = true;
  waiters_.add(current_client_->id(), static_cast<std::size_t>(replicas), target, timeout);
  replicas_.pump();
  replicas_.ping_behind(target);
}

void Node::finish_wait(seam::StreamId client, std::size_t replicas) {
  const auto it = clients_.find(client);
  SEAM_ASSERT(it != clients_.end());
  it->second->reply().integer(static_cast<std::int64_t>(replicas));
  it->second->unblock();
}

void Node::list_keys(std::string_view pattern) {
  SEAM_ASSERT(current_client_ != nullptr);
  current_blocks_ = true;
  key_listings_.add(current_client_->id(), pattern);
}

bool Node::watch(std::string_view key, bool is_held) {
  SEAM_ASSERT(current_client_ != nullptr);
  if (watches_.bytes(current_client_->id()) > options_.client_query_bytes) return false;
  watches_.add(current_client_->id(), key, is_held);
  return true;
}

void Node::unwatch() {
  SEAM_ASSERT(current_client_ != nullptr);
  watches_.remove(current_client_->id());
}

bool Node::has_watched_change(const std::function<bool(std::string_view key)>& is_held) {
  SEAM_ASSERT(current_client_ != nullptr);
  return watches_.has_change(current_client_->id(), is_held);
}

void Node::note_effect(const Effect& effect) {
  unpumped_bytes_ += effect.key.size() + effect.value.size();
  watches_.note(effect);
}

void Node::finish_keys(seam::StreamId client, const KeyListings::Result& result) {
  const auto it = clients_.find(client);
  SEAM_ASSERT(it != clients_.end());
  it->second->reply().array(result.keys);
  it->second->reply().encoded(result.encoded);
  it->second->unblock();
}

void Node::release_waiters() {
  for (const seam::StreamId id : waiters_.take_all()) released_.push_back(id);
  // Not at once: a released client continues with its next command, and one of another client is running now.
  release_timer_ = runtime_.start_timer(seam::Duration::zero(), [this] {
    for (const seam::StreamId id : std::exchange(released_, {})) {
      const auto it = clients_.find(id);
      if (it == clients_.end()) continue;
      it->second->reply().error(
          "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
      it->second->unblock();
    }
  });
}

void Node::on_login_failed(const ClientSession& session) {
  failed_logins_.note(session.peer, "wrong user or password");
}

// Limits of clients are read where they are used.
void Node::configure(const NodeOptions& options) {
  options_ = options;
  cache_.configure(cache_options());
}

void Node::replicaof(std::optional<seam::Address> upstream, resp::ReplyWriter& reply) {
  if (!upstream) {
    if (role() == Role::replica) promote();
    return reply.status("OK");
  }
  if (is_own_address(*upstream)) return reply.error("ERR a node cannot replicate itself");
  const bool is_settled = upstream_ && upstream_->upstream() == *upstream && upstream_->is_up();
  if (is_settled) return reply.status("OK Already connected to specified master");
  follow(*upstream);
  reply.status("OK");
}

}  // namespace burrow
