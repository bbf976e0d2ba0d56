// Strings. Reads first: GET, GETEX, GETDEL, MGET, STRLEN, GETRANGE; then SET and its kin, APPEND, SETRANGE.
#include <algorithm>
#include <string>

#include "sut/cache/deadline.hpp"
#include "sut/resp/request_parser.hpp"
#include "sut/resp/wire.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"

namespace burrow::commands {

namespace {

void getex_in_step(CommandCall& call, StringTransaction& step, const StringOptions& options) {
  const StringEntry* entry = step.read(call.arguments[1]);
  if (entry == nullptr) return call.reply.nil();
  if (!options.expiry) {
    call.reply.bulk(entry->value);
    if (options.persist) step.set_deadline(*entry, std::nullopt);
    return;
  }
  const ParsedDeadline deadline = parse_positive_deadline(options.expiry->amount, options.expiry->form, step.now());
  if (!deadline) return reply_error(call.reply, deadline.error(), "getex");
  call.reply.bulk(entry->value);
  step.set_deadline(*entry, *deadline);
}

void get(CommandCall& call) {
  call.cache.read(Recency::touch,
                  [&](StringReader& reader) { reply_value(call.reply, reader.find(call.arguments[1])); });
}

void getex(CommandCall& call) {
  const auto options = parse_getex_options(call.arguments.subspan(2));
  if (!options) return call.reply.error(error_text::syntax);
  call.cache.transact([&](StringTransaction& step) { getex_in_step(call, step, *options); });
}

void getdel(CommandCall& call) {
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* entry = step.read(call.arguments[1]);
    reply_value(call.reply, entry);
    if (entry != nullptr) step.erase(*entry);
  });
}

void mget(CommandCall& call) {
  const auto keys = call.arguments.subspan(1);
  call.cache.read(Recency::touch, [&](StringReader& reader) {
    call.reply.array(keys.size());
    for (const std::string_view key : keys) reply_value(call.reply, reader.find(key));
  });
}

void string_length(CommandCall& call) {
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const StringEntry* entry = reader.find(call.arguments[1]);
    call.reply.integer(entry == nullptr ? 0 : static_cast<std::int64_t>(entry->value.size()));
  });
}

using Condition = StringOptions::Condition;

bool holds(Condition condition, const StringEntry* held) {
  if (condition == Condition::if_absent) return held == nullptr;
  if (condition == Condition::if_present) return held != nullptr;
  return true;
}

void store_in_step(CommandCall& call, StringTransaction& step, const StringOptions& options) {
  const std::string_view key = call.arguments[1];
  const std::string_view value = call.arguments[2];
  Deadline deadline;
  if (options.expiry) {
    const ParsedDeadline parsed = parse_positive_deadline(options.expiry->amount, options.expiry->form, step.now());
    if (!parsed) return reply_error(call.reply, parsed.error(), "set");
    deadline = *parsed;
  }
  const StringEntry* held = step.find(key);
  if (!holds(options.condition, held)) {
    if (held != nullptr) step.touch(*held);
    return options.return_old ? reply_value(call.reply, held) : call.reply.nil();
  }
  if (!step.fits(key, value)) return call.reply.error(error_text::out_of_memory);
  if (options.keep_ttl && held != nullptr) deadline = held->deadline;
  if (options.return_old) {
    reply_value(call.reply, held);
  } else {
    call.reply.status("OK");
  }
  const auto stored = step.put(key, value, deadline);
  SEAM_ASSERT(stored.has_value());
}

// <name> key time value
void store_with_ttl(CommandCall& call, std::string_view name, TtlUnit unit) {
  call.cache.transact([&](StringTransaction& step) {
    const ExpiryForm form{unit, ExpiryForm::Base::relative};
    const ParsedDeadline deadline = parse_positive_deadline(call.arguments[2], form, step.now());
    if (!deadline) return reply_error(call.reply, deadline.error(), name);
    if (!step.put(call.arguments[1], call.arguments[3], *deadline)) return call.reply.error(error_text::out_of_memory);
    call.reply.status("OK");
  });
}

void set(CommandCall& call) {
  const auto options = parse_set_options(call.arguments.subspan(3));
  if (!options) return call.reply.error(error_text::syntax);
  call.cache.transact([&](StringTransaction& step) { store_in_step(call, step, *options); });
}

void setex(CommandCall& call) { store_with_ttl(call, "setex", TtlUnit::seconds); }

void psetex(CommandCall& call) { store_with_ttl(call, "psetex", TtlUnit::milliseconds); }

void setnx(CommandCall& call) {
  call.cache.transact([&](StringTransaction& step) {
    if (const StringEntry* held = step.find(call.arguments[1])) {
      step.touch(*held);
      return call.reply.integer(0);
    }
    if (!step.put(call.arguments[1], call.arguments[2], std::nullopt)) {
      return call.reply.error(error_text::out_of_memory);
    }
    call.reply.integer(1);
  });
}

// Like SET key value GET, which takes no options.
void getset(CommandCall& call) {
  call.cache.transact([&](StringTransaction& step) { store_in_step(call, step, {.return_old = true}); });
}

// key value [key value …]. A key that is named twice keeps its last value.
struct Pairs {
  std::span<const std::string_view> words;

  std::size_t count() const { return words.size() / 2; }
  std::string_view key(std::size_t at) const { return words[2 * at]; }
  std::string_view value(std::size_t at) const { return words[2 * at + 1]; }
};

// Two passes: entries of the log about dead keys come before those about what the command changes.
bool store_pairs(CommandCall& call, StringTransaction& step, const Pairs& pairs) {
  for (std::size_t i = 0; i < pairs.count(); ++i) {
    if (!step.fits(pairs.key(i), pairs.value(i))) {
      call.reply.error(error_text::out_of_memory);
      return false;
    }
  }
  for (std::size_t i = 0; i < pairs.count(); ++i) step.find(pairs.key(i));
  for (std::size_t i = 0; i < pairs.count(); ++i) {
    const auto stored = step.put(pairs.key(i), pairs.value(i), std::nullopt);
    SEAM_ASSERT(stored.has_value());
  }
  return true;
}

bool are_pairs(CommandCall& call, std::string_view name) {
  if (call.arguments.size() % 2 == 1) return true;
  call.reply.error("ERR wrong number of arguments for '" + std::string(name) + "' command");
  return false;
}

void mset(CommandCall& call) {
  if (!are_pairs(call, "mset")) return;
  call.cache.transact([&](StringTransaction& step) {
    if (store_pairs(call, step, {call.arguments.subspan(1)})) call.reply.status("OK");
  });
}

void msetnx(CommandCall& call) {
  if (!are_pairs(call, "msetnx")) return;
  const Pairs pairs{call.arguments.subspan(1)};
  call.cache.transact([&](StringTransaction& step) {
    for (std::size_t i = 0; i < pairs.count(); ++i) {
      const StringEntry* const held = step.find(pairs.key(i));
      if (held == nullptr) continue;
      step.touch(*held);
      return call.reply.integer(0);
    }
    if (store_pairs(call, step, pairs)) call.reply.integer(1);
  });
}

// No replica and no client could read a longer one.
bool is_too_long(std::uint64_t bytes) {
  return bytes > static_cast<std::uint64_t>(resp::RequestLimits{}.max_bulk_bytes);
}

// Another value for the key, whose deadline stays; answers its length.
void replace_value(CommandCall& call, StringTransaction& step, const StringEntry* held, std::string_view value) {
  const Deadline deadline = held == nullptr ? Deadline() : held->deadline;
  if (!step.put(call.arguments[1], value, deadline)) return call.reply.error(error_text::out_of_memory);
  call.reply.integer(static_cast<std::int64_t>(value.size()));
}

void append(CommandCall& call) {
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* held = step.find(call.arguments[1]);
    std::string value = held == nullptr ? std::string() : held->value;
    value += call.arguments[2];
    if (is_too_long(value.size())) return call.reply.error(error_text::too_long);
    replace_value(call, step, held, value);
  });
}

void setrange(CommandCall& call) {
  const auto offset = resp::parse_integer(call.arguments[2]);
  if (!offset) return call.reply.error(error_text::not_an_integer);
  if (*offset < 0) return call.reply.error("ERR offset is out of range");
  const std::string_view part = call.arguments[3];
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* held = step.find(call.arguments[1]);
    std::string value = held == nullptr ? std::string() : held->value;
    if (part.empty()) return call.reply.integer(static_cast<std::int64_t>(value.size()));
    const auto begin = static_cast<std::uint64_t>(*offset);
    if (is_too_long(begin + part.size())) return call.reply.error(error_text::too_long);
    if (value.size() < begin + part.size()) value.resize(begin + part.size());
    value.replace(begin, part.size(), part);
    replace_value(call, step, held, value);
  });
}

// Both ends belong to it; negative ones count from the end.
std::string_view part_of(std::string_view value, std::int64_t first, std::int64_t last) {
  const auto size = static_cast<std::int64_t>(value.size());
  if (first < 0 && last < 0 && first > last) return {};
  if (first < 0) first = std::max<std::int64_t>(first + size, 0);
  if (last < 0) last = std::max<std::int64_t>(last + size, 0);
  last = std::min(last, size - 1);
  if (first > last) return {};
  return value.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1));
}

void getrange(CommandCall& call) {
  const auto first = resp::parse_integer(call.arguments[2]);
  const auto last = resp::parse_integer(call.arguments[3]);
  if (!first || !last) return call.reply.error(error_text::not_an_integer);
  call.cache.read(Recency::touch, [&](StringReader& reader) {
    const StringEntry* entry = reader.find(call.arguments[1]);
    call.reply.bulk(entry == nullptr ? std::string_view() : part_of(entry->value, *first, *last));
  });
}

}  // namespace

std::span<const CommandSpec> string_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"get", 2, read, get, "the value of a key"},
      {"getdel", 2, write, getdel, "the value of a key, which is removed"},
      {"getex", -2, write, getex, "the value of a key, whose TTL is changed"},
      {"mget", -2, read, mget, "the values of keys"},
      {"getrange", 4, read, getrange, "a part of a value"},
      {"strlen", 2, read, string_length, "the length of a value"},
      {"append", 3, write, append, "adds to the end of a value"},
      {"getset", 3, write, getset, "sets a value, and answers the old one"},
      {"mset", -3, write, mset, "sets values"},
      {"msetnx", -3, write, msetnx, "sets values if none of the keys is there"},
      {"setrange", 4, write, setrange, "replaces a part of a value"},
      {"psetex", 4, write, psetex, "sets a value with a TTL in milliseconds"},
      {"set", -3, write, set, "sets a value"},
      {"setex", 4, write, setex, "sets a value with a TTL in seconds"},
      {"setnx", 3, write, setnx, "sets a value if the key is absent"},
  };
  return family;
}

}  // namespace burrow::commands
