// MULTI, EXEC, DISCARD, WATCH, UNWATCH. What a connection queues between MULTI and EXEC is one step: one reading of the
// clock, one step of the log, one reply.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sut/runtime/assert.hpp"
#include "sut/server/commands/command.hpp"

namespace burrow::commands {

namespace {

void multi(CommandCall& call) {
  if (call.session.queue) return call.reply.error("ERR MULTI calls can not be nested");
  call.session.queue.emplace();
  call.reply.status("OK");
}

void discard(CommandCall& call) {
  if (!call.session.queue) return call.reply.error("ERR DISCARD without MULTI");
  call.session.queue.reset();
  call.node.unwatch();
  call.reply.status("OK");
}

// A key that is dead counts as absent: when it leaves, that is no change.
void watch(CommandCall& call) {
  if (call.session.queue) return call.reply.error("ERR WATCH inside MULTI is not allowed");
  const auto keys = call.arguments.subspan(1);
  std::vector<bool> held;
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    for (const std::string_view key : keys) held.push_back(reader.find(key) != nullptr);
  });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!call.node.watch(keys[i], held[i])) return call.reply.error("ERR too many keys are watched");
  }
  call.reply.status("OK");
}

void unwatch(CommandCall& call) {
  call.node.unwatch();
  call.reply.status("OK");
}

struct QueuedCommand {
  std::vector<std::string_view> arguments;
  const CommandSpec& command;
};

std::vector<QueuedCommand> commands_of(const CommandQueue& queue) {
  std::vector<QueuedCommand> commands;
  for (const auto& words : queue.commands) {
    const CommandSpec* const command = find_command(words.front());
    SEAM_ASSERT(command != nullptr);
    commands.push_back({{words.begin(), words.end()}, *command});
  }
  return commands;
}

// The node's role may be another one than when they were queued.
std::optional<std::string_view> refusal_of(const std::vector<QueuedCommand>& commands, const NodeControl& node) {
  for (const QueuedCommand& queued : commands) {
    if (!queued.command.needs_data()) continue;
    if (const auto refusal = node.data_refusal(queued.command.is_write())) return refusal;
  }
  return std::nullopt;
}

void run_queued(CommandCall& call, const std::vector<QueuedCommand>& commands) {
  call.cache.transact([&](StringTransaction& step) {
    const auto is_held = [&](std::string_view key) { return step.find(key) != nullptr; };
    const bool is_off = call.node.has_watched_change(is_held);
    call.node.unwatch();
    if (is_off) return call.reply.nil_array();
    call.reply.array(commands.size());
    for (const QueuedCommand& queued : commands) {
      CommandCall part{queued.arguments, call.cache.within(step), call.reply, call.node, call.session};
      queued.command.run(part);
    }
  });
  call.session.visited += commands.size();
}

void abort_transaction(CommandCall& call, std::string_view why) {
  call.session.queue.reset();
  call.node.unwatch();
  call.reply.error("EXECABORT Transaction discarded because of" + std::string(why));
}

void exec(CommandCall& call) {
  // A mistake that ends the transaction, as in Redis.
  if (call.arguments.size() > 1) return abort_transaction(call, ": wrong number of arguments for 'exec' command");
  if (!call.session.queue) return call.reply.error("ERR EXEC without MULTI");
  const CommandQueue queue = *std::exchange(call.session.queue, std::nullopt);
  if (queue.is_spoilt) return abort_transaction(call, " previous errors.");
  const std::vector<QueuedCommand> commands = commands_of(queue);
  if (const auto refusal = refusal_of(commands, call.node)) {
    return abort_transaction(call, ": " + std::string(*refusal));
  }
  run_queued(call, commands);
}

}  // namespace

std::span<const CommandSpec> transaction_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"discard", 1, connection, discard, "forgets what is queued", true},
      {"exec", -1, connection, exec, "runs what is queued, as one step", true},
      {"multi", 1, connection, multi, "queues what follows, up to EXEC", true},
      {"unwatch", 1, connection, unwatch, "forgets which keys are watched"},
      {"watch", -2, connection, watch, "EXEC runs nothing if one of the keys changes before", true},
  };
  return family;
}

}  // namespace burrow::commands
