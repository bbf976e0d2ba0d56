// PING, ECHO, TIME, SELECT.
#include <string>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/families.hpp"
#include "sut/server/commands/text.hpp"

namespace burrow::commands {

namespace {

void ping(CommandCall& call) {
  if (call.arguments.size() > 2) return call.reply.error("ERR wrong number of arguments for 'ping' command");
  if (call.arguments.size() == 2) return call.reply.bulk(call.arguments[1]);
  call.reply.status("PONG");
}

void echo(CommandCall& call) { call.reply.bulk(call.arguments[1]); }

// By the expiry clock, so that it agrees with every TTL.
void time(CommandCall& call) {
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const std::int64_t milliseconds = reader.now().time_since_epoch().count();
    call.reply.array(2);
    call.reply.bulk(std::to_string(milliseconds / 1000));
    call.reply.bulk(std::to_string(milliseconds % 1000 * 1000));
  });
}

// There is one database.
void select(CommandCall& call) {
  const auto database = resp::parse_integer(call.arguments[1]);
  if (!database) return call.reply.error(error_text::not_an_integer);
  if (*database != 0) return call.reply.error("ERR DB index is out of range");
  call.reply.status("OK");
}

}  // namespace

std::span<const CommandSpec> connection_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"echo", 2, connection, echo, "its argument"},
      {"ping", -1, connection, ping, "PONG, or its argument"},
      {"select", 2, connection, select, "chooses database 0, the only one"},
      {"time", 1, connection, time, "the time by which TTLs are judged"},
  };
  return family;
}

}  // namespace burrow::commands
