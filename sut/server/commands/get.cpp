// GET, GETEX, GETDEL, MGET, STRLEN.
#include "sut/server/commands/families.hpp"
#include "sut/server/commands/reply_value.hpp"
#include "sut/server/commands/string_options.hpp"
#include "sut/server/commands/text.hpp"

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

}  // namespace

std::span<const CommandSpec> get_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"get", 2, read, get, "the value of a key"},
      {"getdel", 2, write, getdel, "the value of a key, which is removed"},
      {"getex", -2, write, getex, "the value of a key, whose TTL is changed"},
      {"mget", -2, read, mget, "the values of keys"},
      {"strlen", 2, read, string_length, "the length of a value"},
  };
  return family;
}

}  // namespace burrow::commands
