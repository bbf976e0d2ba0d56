// Strings. Reads first: GET, GETEX, GETDEL, MGET, STRLEN; then SET, SETEX, PSETEX, SETNX, INCR, APPEND.
#include <limits>
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

void incr(CommandCall& call) {
  const std::string_view key = call.arguments[1];
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* held = step.find(key);
    const auto number = held == nullptr ? std::optional<std::int64_t>(0) : resp::parse_integer(held->value);
    if (!number) return call.reply.error(error_text::not_an_integer);
    if (*number == std::numeric_limits<std::int64_t>::max()) {
      return call.reply.error("ERR increment or decrement would overflow");
    }
    const Deadline deadline = held == nullptr ? Deadline() : held->deadline;
    if (!step.put(key, std::to_string(*number + 1), deadline)) return call.reply.error(error_text::out_of_memory);
    call.reply.integer(*number + 1);
  });
}

void append(CommandCall& call) {
  const std::string_view key = call.arguments[1];
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* held = step.find(key);
    std::string value = held == nullptr ? std::string() : held->value;
    value += call.arguments[2];
    if (static_cast<std::int64_t>(value.size()) >
        resp::RequestLimits{}.max_bulk_bytes) {  // no replica and no client could read it
      return call.reply.error("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
    const Deadline deadline = held == nullptr ? Deadline() : held->deadline;
    if (!step.put(key, value, deadline)) return call.reply.error(error_text::out_of_memory);
    call.reply.integer(static_cast<std::int64_t>(value.size()));
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
      {"strlen", 2, read, string_length, "the length of a value"},
      {"append", 3, write, append, "adds to the end of a value"},
      {"incr", 2, write, incr, "adds one to a number"},
      {"psetex", 4, write, psetex, "sets a value with a TTL in milliseconds"},
      {"set", -3, write, set, "sets a value"},
      {"setex", 4, write, setex, "sets a value with a TTL in seconds"},
      {"setnx", 3, write, setnx, "sets a value if the key is absent"},
  };
  return family;
}

}  // namespace burrow::commands
