// DEL, EXISTS, KEYS, DBSIZE, FLUSHALL, FLUSHDB.
#include <algorithm>
#include <vector>

#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"
#include "sut/server/commands/glob.hpp"

namespace burrow::commands {

namespace {

// Two passes: entries of the log about dead keys come before those about what the command removes.
void del(CommandCall& call) {
  const auto keys = call.arguments.subspan(1);
  call.cache.transact([&](StringTransaction& step) {
    for (const std::string_view key : keys) step.find(key);
    std::int64_t removed = 0;
    for (const std::string_view key : keys) {
      const StringEntry* entry = step.find(key);
      if (entry == nullptr) continue;
      step.erase(*entry);
      ++removed;
    }
    call.reply.integer(removed);
  });
}

void exists(CommandCall& call) {
  const auto keys = call.arguments.subspan(1);
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const auto held =
        std::count_if(keys.begin(), keys.end(), [&](std::string_view key) { return reader.find(key) != nullptr; });
    call.reply.integer(held);
  });
}

// Comparing takes up to |pattern| * |key| steps: neither may be long and many.
void keys(CommandCall& call) {
  constexpr std::size_t longest_pattern = 1024;
  constexpr std::size_t most_in_one_turn = 1024;
  constexpr std::size_t most_steps_in_one_turn = 1024 * 1024;
  const std::string_view pattern = call.arguments[1];
  if (pattern.size() > longest_pattern) return call.reply.error("ERR pattern is longer than 1024 bytes");
  const std::size_t most_steps = pattern.size() * call.cache.weight();
  if (call.cache.size() > most_in_one_turn || most_steps > most_steps_in_one_turn) return call.node.list_keys(pattern);
  call.session.visited = call.cache.size();
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    std::vector<std::string_view> found;
    reader.for_each([&](const StringEntry& entry) {
      if (glob_matches(pattern, entry.key)) found.push_back(entry.key);
    });
    call.reply.array(found.size());
    for (const std::string_view key : found) call.reply.bulk(key);
  });
}

void dbsize(CommandCall& call) { call.reply.integer(static_cast<std::int64_t>(call.cache.size())); }

// SYNC and ASYNC mean the same here: memory is released at once.
void flush(CommandCall& call) {
  const auto words = call.arguments.subspan(1);
  const bool understood =
      words.empty() || (words.size() == 1 && (is_word(words[0], "sync") || is_word(words[0], "async")));
  if (!understood) return call.reply.error(error_text::syntax);
  call.session.visited = call.cache.size();
  call.cache.flush();
  call.reply.status("OK");
}

}  // namespace

std::span<const CommandSpec> keyspace_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"dbsize", 1, read, dbsize, "number of keys held, dead ones that are still held included"},
      {"del", -2, write, del, "removes keys"},
      {"exists", -2, read, exists, "how many of the keys are there"},
      {"flushall", -1, write, flush, "removes every key"},
      {"flushdb", -1, write, flush, "removes every key"},
      {"keys", 2, read, keys, "the keys that match a pattern"},
  };
  return family;
}

}  // namespace burrow::commands
