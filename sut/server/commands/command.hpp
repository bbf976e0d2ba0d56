// The commands of the server: a table of names, rules that hold before a command runs, and the function that runs it.
//
// The dispatcher checks name, arity, role and loading state; a handler checks its own arguments, works in one atomic
// step on the cache and writes exactly one reply (WAIT writes none: its node does, later). Error texts are those of
// Redis 7.0.
//
// To add one: write its handler in the file of its family and add its line to the table at the end of that file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sut/cache/cache.hpp"
#include "sut/resp/wire.hpp"
#include "sut/runtime/stream.hpp"
#include "sut/runtime/time.hpp"
#include "sut/server/options.hpp"

namespace burrow {

// MULTI: what EXEC will run.
struct CommandQueue {
  std::vector<std::vector<std::string>> commands = {};
  std::size_t bytes = 0;
  bool is_spoilt = false;  // a command was refused: EXEC runs none
};

// What a connection of a client is, as far as commands need to know.
struct ClientSession {
  seam::StreamId id{0};
  seam::Address peer = {};
  std::string name = {};       // CLIENT SETNAME
  bool authenticated = false;  // or no password is wanted
  int wrong_passwords = 0;     // since the last right one
  std::size_t visited = 0;     // entries that the present command looks at without naming them
  bool closing = false;        // the present command's reply is the last one
  std::optional<CommandQueue> queue = {};
};

// What commands ask of the node around the cache: its role, its links, and waiting for its replicas.

class NodeControl {
 public:
  // Writes the whole reply of ROLE.
  virtual void role(resp::ReplyWriter& reply) = 0;
  // Writes the whole reply of INFO; no sections are the default ones.
  virtual void info(std::span<const std::string_view> sections, resp::ReplyWriter& reply) = 0;
  // Follows `upstream`, or becomes a primary (nullopt). Writes the reply, "OK" or why not.
  virtual void replicaof(std::optional<seam::Address> upstream, resp::ReplyWriter& reply) = 0;
  // Until so many replicas have applied what this connection wrote; a timeout of 0 waits for ever. Replies later, by
  // itself.
  virtual void wait(std::int64_t replicas, seam::Duration timeout) = 0;
  // Replies later, by itself, with the keys that match now: they are too many for one turn.
  virtual void list_keys(std::string_view pattern) = 0;
  // Whether a key changes is noted for this connection until unwatch(). `is_held`: as its client sees it now. False:
  // there is no room for it.
  [[nodiscard]] virtual bool watch(std::string_view key, bool is_held) = 0;
  virtual void unwatch() = 0;
  // Whether a watched key has changed; asks `is_held` for what may have died since.
  virtual bool has_watched_change(const std::function<bool(std::string_view key)>& is_held) = 0;
  virtual std::uint64_t draw_random() = 0;
  // Why commands about keys are not served now, if they are not.
  virtual std::optional<std::string_view> data_refusal(bool writes) const = 0;
  // Writes the whole reply of DEBUG DIGEST: [history, offset, keys, digest], at one instant.
  virtual void digest(resp::ReplyWriter& reply) = 0;
  // Writes the whole reply of CLIENT LIST.
  virtual void list_clients(resp::ReplyWriter& reply) = 0;
  virtual void on_login_failed(const ClientSession& session) = 0;

  virtual const NodeOptions& options() const = 0;
  // Such as differ from the present ones in what can change while it runs.
  virtual void configure(const NodeOptions& options) = 0;
  virtual bool is_primary() const = 0;
  virtual std::string_view version() const = 0;

 protected:
  ~NodeControl() = default;
};

// The cache as a command uses it: a step of its own, or a part of the step of its transaction.
class CacheAccess {
 public:
  explicit CacheAccess(StringCache& cache, StringTransaction* step = nullptr) : cache_(cache), step_(step) {}

  // Within the step of a transaction nothing waits.
  bool is_within_step() const { return step_ != nullptr; }
  CacheAccess within(StringTransaction& step) const { return CacheAccess(cache_, &step); }

  template <typename Step>
  auto transact(Step&& step) {
    return step_ != nullptr ? step(*step_) : cache_.transact(step);
  }
  template <typename Look>
  void read(Recency recency, Look&& look) {
    step_ != nullptr ? cache_.read_within(*step_, recency, look) : cache_.read(recency, look);
  }
  std::size_t size() const { return step_ != nullptr ? step_->size() : cache_.size(); }
  std::size_t weight() const { return step_ != nullptr ? step_->weight() : cache_.weight(); }

 private:
  StringCache& cache_;
  StringTransaction* step_;
};

struct CommandCall {
  std::span<const std::string_view> arguments;  // the name first; their number fits the arity
  CacheAccess cache;
  resp::ReplyWriter& reply;
  NodeControl& node;
  ClientSession& session;
};

enum class CommandKind : std::uint8_t {
  read,        // needs a complete state: -LOADING without
  write,       // the same, and changes it: -READONLY at a replica
  admin,       // about the node; always served
  connection,  // about the connection; always served
  login,       // the same, to strangers, too: before AUTH
};

constexpr std::string_view to_string(CommandKind kind) {
  constexpr std::string_view names[] = {"read", "write", "admin", "connection", "login"};
  return names[static_cast<std::size_t>(kind)];
}

struct CommandSpec {
  std::string_view name;  // lower case
  int arity;              // arguments with the name; negative: at least so many
  CommandKind kind;
  void (*run)(CommandCall&);
  std::string_view summary;
  bool runs_at_once = false;  // between MULTI and EXEC, too

  bool needs_login() const { return kind != CommandKind::login; }
  bool needs_data() const { return kind == CommandKind::read || kind == CommandKind::write; }
  bool is_write() const { return kind == CommandKind::write; }
  // What is about the node reaches beyond the step of a transaction.
  bool may_be_queued() const { return kind != CommandKind::admin; }
  bool accepts(std::size_t arguments) const {
    const auto count = static_cast<std::int64_t>(arguments);
    return arity >= 0 ? count == arity : count >= -arity;
  }
};

// Sorted by name.
std::vector<CommandSpec> command_table();

// Null for an unknown command. Upper and lower case are the same.
const CommandSpec* find_command(std::string_view name);

}  // namespace burrow

namespace burrow::commands {

// By family: a file for each, with handlers and their lines.

std::span<const CommandSpec> string_family();
std::span<const CommandSpec> expire_family();
std::span<const CommandSpec> number_family();
std::span<const CommandSpec> keyspace_family();
std::span<const CommandSpec> transaction_family();
std::span<const CommandSpec> connection_family();
std::span<const CommandSpec> administration_family();
std::span<const CommandSpec> replication_family();

// A value or nil: what most commands that read a key answer.

// `entry`: nullptr where there is none.
inline void reply_value(resp::ReplyWriter& reply, const StringEntry* entry) {
  if (entry == nullptr) return reply.nil();
  reply.bulk(entry->value);
}

}  // namespace burrow::commands
