// Keys, whatever they hold: DEL, EXISTS, TOUCH, TYPE, RENAME, COPY; all of them: KEYS, SCAN, RANDOMKEY, DBSIZE,
// FLUSHALL.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "sut/resp/wire.hpp"
#include "sut/runtime/assert.hpp"
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

void count_held(CommandCall& call, Recency recency) {
  const auto keys = call.arguments.subspan(1);
  call.cache.read(recency, [&](StringReader& reader) {
    const auto held =
        std::count_if(keys.begin(), keys.end(), [&](std::string_view key) { return reader.find(key) != nullptr; });
    call.reply.integer(held);
  });
}

void exists(CommandCall& call) { count_held(call, Recency::keep); }

void touch(CommandCall& call) { count_held(call, Recency::touch); }

void type(CommandCall& call) {
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    call.reply.status(reader.find(call.arguments[1]) == nullptr ? "none" : "string");
  });
}

// What RENAME and COPY do once both keys were looked up. False, and an error is said, if the value does not fit there.
bool put_copy(CommandCall& call, StringTransaction& step, const StringItem& item, bool keeps_source) {
  const std::string_view to = call.arguments[2];
  if (!step.fits(to, item.value)) {
    call.reply.error(error_text::out_of_memory);
    return false;
  }
  // First, so that nothing else has to make room.
  if (!keeps_source) step.erase(*step.find(item.key));
  const auto stored = step.put(to, item.value, item.deadline);
  SEAM_ASSERT(stored.has_value());
  return true;
}

void rename_key(CommandCall& call, bool only_if_absent) {
  const std::string_view from = call.arguments[1];
  const std::string_view to = call.arguments[2];
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* source = step.find(from);
    if (source == nullptr) return call.reply.error("ERR no such key");
    const StringItem item{source->key, source->value, source->deadline};
    const bool is_taken = step.find(to) != nullptr;
    if (only_if_absent && is_taken) return call.reply.integer(0);
    if (from != to && !put_copy(call, step, item, false)) return;
    only_if_absent ? call.reply.integer(1) : call.reply.status("OK");
  });
}

void rename(CommandCall& call) { rename_key(call, false); }

void renamenx(CommandCall& call) { rename_key(call, true); }

// [DB 0] [REPLACE]; nullopt: an error was said.
std::optional<bool> parse_replace(CommandCall& call) {
  bool replaces = false;
  const auto words = call.arguments.subspan(3);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_word(words[i], "replace")) {
      replaces = true;
      continue;
    }
    const bool names_database = is_word(words[i], "db") && i + 1 < words.size();
    const auto error = names_database ? why_no_database(words[++i]) : error_text::syntax;
    if (!error) continue;
    call.reply.error(*error);
    return std::nullopt;
  }
  return replaces;
}

void copy(CommandCall& call) {
  const auto replaces = parse_replace(call);
  if (!replaces) return;
  const std::string_view from = call.arguments[1];
  const std::string_view to = call.arguments[2];
  if (from == to) return call.reply.error("ERR source and destination objects are the same");
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* source = step.find(from);
    if (source == nullptr) return call.reply.integer(0);
    const StringItem item{source->key, source->value, source->deadline};
    if (step.find(to) != nullptr && !*replaces) return call.reply.integer(0);
    if (put_copy(call, step, item, true)) call.reply.integer(1);
  });
}

// Comparing takes up to |pattern| * |key| steps: neither may be long and many.
constexpr std::size_t longest_pattern = 1024;
constexpr std::size_t most_in_one_turn = 1024;
constexpr std::string_view pattern_too_long = "ERR pattern is longer than 1024 bytes";

void keys(CommandCall& call) {
  constexpr std::size_t most_steps_in_one_turn = 1024 * 1024;
  const std::string_view pattern = call.arguments[1];
  if (pattern.size() > longest_pattern) return call.reply.error(pattern_too_long);
  const std::size_t most_steps = pattern.size() * call.cache.weight();
  const bool is_much = call.cache.size() > most_in_one_turn || most_steps > most_steps_in_one_turn;
  if (is_much && !call.cache.is_within_step()) return call.node.list_keys(pattern);
  call.session.visited += call.cache.size();
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    std::vector<std::string_view> found;
    reader.for_each([&](const StringEntry& entry) {
      if (glob_matches(pattern, entry.key)) found.push_back(entry.key);
    });
    call.reply.array(found.size());
    for (const std::string_view key : found) call.reply.bulk(key);
  });
}

struct ScanRequest {
  std::uint64_t cursor = 0;
  std::size_t count = 10;
  std::optional<std::string_view> pattern;
  bool wants_strings = true;  // TYPE names no other type
};

// As strtoul(3) reads it: nothing is 0, and a minus counts from the end of 64 bits.
std::optional<std::uint64_t> parse_cursor(std::string_view text) {
  if (text.empty()) return 0;
  const bool is_negative = text.front() == '-';
  if (is_negative || text.front() == '+') text.remove_prefix(1);
  std::uint64_t cursor = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), cursor);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return is_negative ? 0 - cursor : cursor;
}

// nullopt: an error was said.
std::optional<ScanRequest> parse_scan(CommandCall& call) {
  const auto refuse = [&](std::string_view error) {
    call.reply.error(error);
    return std::nullopt;
  };
  ScanRequest request;
  const auto cursor = parse_cursor(call.arguments[1]);
  if (!cursor) return refuse("ERR invalid cursor");
  request.cursor = *cursor;
  const auto words = call.arguments.subspan(2);
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (i + 1 == words.size()) return refuse(error_text::syntax);
    if (is_word(words[i], "count")) {
      const auto count = resp::parse_integer(words[i + 1]);
      if (!count) return refuse(error_text::not_an_integer);
      if (*count < 1) return refuse(error_text::syntax);
      request.count = std::min(static_cast<std::size_t>(*count), most_in_one_turn);
    } else if (is_word(words[i], "match")) {
      if (words[i + 1].size() > longest_pattern) return refuse(pattern_too_long);
      request.pattern = words[i + 1];
    } else if (is_word(words[i], "type")) {
      request.wants_strings = is_word(words[i + 1], "string");
    } else {
      return refuse(error_text::syntax);
    }
  }
  return request;
}

// Looks at `count` entries from the highest number down. The cursor is how many are left, 0 at the beginning and at the
// end: so any cursor of any client means something. What is there throughout is met; what moves may be met twice.
void scan(CommandCall& call) {
  const auto request = parse_scan(call);
  if (!request) return;
  call.session.visited += request->count;
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const std::size_t held = reader.size();
    std::size_t left = request->cursor == 0 ? held : std::min<std::uint64_t>(request->cursor, held);
    std::vector<std::string> found;
    for (std::size_t looked = 0; looked < request->count && left > 0; ++looked) {
      const std::string& key = reader.at(--left).key;
      const bool is_meant = request->wants_strings && (!request->pattern || glob_matches(*request->pattern, key));
      if (is_meant && reader.find(key) != nullptr) found.push_back(key);
    }
    call.reply.array(2);
    call.reply.bulk(std::to_string(left));
    call.reply.array(found.size());
    for (const std::string& key : found) call.reply.bulk(key);
  });
}

// Any key alive, from a drawn one on: those that are dead do not count.
void randomkey(CommandCall& call) {
  const std::uint64_t drawn = call.node.draw_random();
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const std::size_t held = reader.size();
    for (std::size_t i = 0; i < held; ++i) {
      const std::string& key = reader.at((drawn + i) % held).key;
      ++call.session.visited;
      if (reader.find(key) != nullptr) return call.reply.bulk(key);
    }
    call.reply.nil();
  });
}

void dbsize(CommandCall& call) { call.reply.integer(static_cast<std::int64_t>(call.cache.size())); }

// SYNC and ASYNC mean the same here: memory is released at once.
void flush(CommandCall& call) {
  const auto words = call.arguments.subspan(1);
  const bool understood =
      words.empty() || (words.size() == 1 && (is_word(words[0], "sync") || is_word(words[0], "async")));
  if (!understood) return call.reply.error(error_text::syntax);
  call.session.visited += call.cache.size();
  call.cache.transact([](StringTransaction& step) { step.flush(); });
  call.reply.status("OK");
}

}  // namespace

std::span<const CommandSpec> keyspace_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"copy", -3, write, copy, "copies a value, with its TTL, to another key"},
      {"dbsize", 1, read, dbsize, "number of keys held, dead ones that are still held included"},
      {"del", -2, write, del, "removes keys"},
      {"exists", -2, read, exists, "how many of the keys are there"},
      {"flushall", -1, write, flush, "removes every key"},
      {"flushdb", -1, write, flush, "removes every key"},
      {"keys", 2, read, keys, "the keys that match a pattern"},
      {"randomkey", 1, read, randomkey, "any key"},
      {"rename", 3, write, rename, "gives a value, with its TTL, another key"},
      {"renamenx", 3, write, renamenx, "the same if that key is absent"},
      {"scan", -2, read, scan, "the keys, some at a time"},
      {"touch", -2, read, touch, "how many of the keys are there, which count as used"},
      {"type", 2, read, type, "string or none"},
      {"unlink", -2, write, del, "removes keys"},
  };
  return family;
}

}  // namespace burrow::commands
