// TTL, PTTL, EXPIRETIME, PEXPIRETIME.
#include "sut/server/commands/handlers.hpp"

namespace burrow::commands {

namespace {

constexpr std::int64_t absent = -2;
constexpr std::int64_t without_ttl = -1;

// To the nearest second, as Redis does, without overflow at the end of time.
std::int64_t to_seconds(std::int64_t milliseconds) {
  return milliseconds / 1000 + (milliseconds % 1000 >= 500 ? 1 : 0);
}

// What `measure(deadline, now)` makes of a deadline, in milliseconds.
template <typename Measure>
std::int64_t look_up(CommandCall& call, TtlUnit unit, Measure&& measure) {
  std::int64_t answer = absent;
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const StringEntry* entry = reader.find(call.arguments[1]);
    if (entry == nullptr) return;
    if (!entry->deadline) {
      answer = without_ttl;
      return;
    }
    const std::int64_t milliseconds = measure(*entry->deadline, reader.now());
    answer = unit == TtlUnit::seconds ? to_seconds(milliseconds) : milliseconds;
  });
  return answer;
}

std::int64_t remaining(ExpiryTime deadline, ExpiryTime now) { return (deadline - now).count(); }

std::int64_t since_epoch(ExpiryTime deadline, ExpiryTime) { return deadline.time_since_epoch().count(); }

}  // namespace

void ttl(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::seconds, remaining)); }

void pttl(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::milliseconds, remaining)); }

void expiretime(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::seconds, since_epoch)); }

void pexpiretime(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::milliseconds, since_epoch)); }

}  // namespace burrow::commands
