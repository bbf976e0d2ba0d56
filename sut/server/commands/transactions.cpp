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

std::vector<QueuedCommand> commands_of(const ClientSession::Queue& queue) {
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

void exec(CommandCall& call) {
  if (!call.session.queue) return call.reply.error("ERR EXEC without MULTI");
  const ClientSession::Queue queue = *std::exchange(call.session.queue, std::nullopt);
  const std::vector<QueuedCommand> commands = commands_of(queue);
  const auto refusal = queue.is_spoilt ? std::nullopt : refusal_of(commands, call.node);
  if (!queue.is_spoilt && !refusal) return run_queued(call, commands);
  call.node.unwatch();
  if (queue.is_spoilt) return call.reply.error("EXECABORT Transaction discarded because of previous errors.");
  call.reply.error("EXECABORT Transaction discarded because of: " + std::string(*refusal));
}

}  // namespace

std::span<const CommandSpec> transaction_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"discard", 1, connection, discard, "forgets what is queued", true},
      {"exec", 1, connection, exec, "runs what is queued, as one step", true},
      {"multi", 1, connection, multi, "queues what follows, up to EXEC", true},
      {"unwatch", 1, connection, unwatch, "forgets which keys are watched"},
      {"watch", -2, connection, watch, "EXEC runs nothing if one of the keys changes before", true},
  };
  return family;
}

}  // namespace burrow::commands
