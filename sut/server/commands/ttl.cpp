// TTL, PTTL, EXPIRETIME, PEXPIRETIME.
#include "sut/cache/deadline.hpp"
#include "sut/server/commands/families.hpp"

namespace burrow::commands {

namespace {

constexpr std::int64_t absent = -2;
constexpr std::int64_t without_ttl = -1;

// To the nearest second, half a second up, as Redis does; before 1970, too, and without overflow at the ends of time.
std::int64_t to_seconds(seam::Milliseconds time) {
  const std::int64_t past_the_second = (time.count() % 1000 + 1000) % 1000;
  return std::chrono::floor<std::chrono::seconds>(time).count() + (past_the_second >= 500 ? 1 : 0);
}

// What `measure(deadline, now)` makes of a deadline.
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
    const seam::Milliseconds time = measure(*entry->deadline, reader.now());
    answer = unit == TtlUnit::seconds ? to_seconds(time) : time.count();
  });
  return answer;
}

seam::Milliseconds since_epoch(ExpiryTime deadline, ExpiryTime) { return deadline.time_since_epoch(); }

void ttl(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::seconds, remaining)); }

void pttl(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::milliseconds, remaining)); }

void expiretime(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::seconds, since_epoch)); }

void pexpiretime(CommandCall& call) { call.reply.integer(look_up(call, TtlUnit::milliseconds, since_epoch)); }

}  // namespace

std::span<const CommandSpec> ttl_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"expiretime", 2, read, expiretime, "the deadline in seconds since the epoch"},
      {"pexpiretime", 2, read, pexpiretime, "the deadline in milliseconds since the epoch"},
      {"pttl", 2, read, pttl, "the TTL in milliseconds"},
      {"ttl", 2, read, ttl, "the TTL in seconds"},
  };
  return family;
}

}  // namespace burrow::commands
