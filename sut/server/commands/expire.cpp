// Deadlines of keys: EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT, PERSIST; TTL, PTTL, EXPIRETIME, PEXPIRETIME.
#include <string>

#include "sut/cache/deadline.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"

namespace burrow::commands {

namespace {

struct ExpireConditions {
  bool nx = false;
  bool xx = false;
  bool gt = false;
  bool lt = false;

  // No TTL counts as an infinite one.
  bool hold(const Deadline& current, ExpiryTime wanted) const {
    if (nx && current) return false;
    if (xx && !current) return false;
    if (gt && (!current || wanted <= *current)) return false;
    return !(lt && current && wanted >= *current);
  }
};

bool* flag_of(ExpireConditions& conditions, std::string_view word) {
  if (is_word(word, "nx")) return &conditions.nx;
  if (is_word(word, "xx")) return &conditions.xx;
  if (is_word(word, "gt")) return &conditions.gt;
  if (is_word(word, "lt")) return &conditions.lt;
  return nullptr;
}

tl::expected<ExpireConditions, std::string> parse_conditions(std::span<const std::string_view> words) {
  ExpireConditions conditions;
  for (const std::string_view word : words) {
    bool* flag = flag_of(conditions, word);
    if (flag == nullptr) return tl::unexpected("ERR Unsupported option " + std::string(shown_word(word)));
    *flag = true;
  }
  if (conditions.nx && (conditions.xx || conditions.gt || conditions.lt)) {
    return tl::unexpected(std::string("ERR NX and XX, GT or LT options at the same time are not compatible"));
  }
  if (conditions.gt && conditions.lt) {
    return tl::unexpected(std::string("ERR GT and LT options at the same time are not compatible"));
  }
  return conditions;
}

// <name> key time [conditions]
void expire_with(CommandCall& call, std::string_view name, ExpiryForm form) {
  const auto conditions = parse_conditions(call.arguments.subspan(3));
  if (!conditions) return call.reply.error(conditions.error());
  call.cache.transact([&](StringTransaction& step) {
    const ParsedDeadline deadline = parse_deadline(call.arguments[2], form, step.now());
    if (!deadline) return reply_error(call.reply, deadline.error(), name);
    const StringEntry* entry = step.find(call.arguments[1]);
    if (entry == nullptr) return call.reply.integer(0);
    if (!conditions->hold(entry->deadline, *deadline)) {
      step.touch(*entry);
      return call.reply.integer(0);
    }
    step.set_deadline(*entry, *deadline);
    call.reply.integer(1);
  });
}

void expire(CommandCall& call) { expire_with(call, "expire", {TtlUnit::seconds, ExpiryForm::Base::relative}); }

void pexpire(CommandCall& call) { expire_with(call, "pexpire", {TtlUnit::milliseconds, ExpiryForm::Base::relative}); }

void expireat(CommandCall& call) { expire_with(call, "expireat", {TtlUnit::seconds, ExpiryForm::Base::absolute}); }

void pexpireat(CommandCall& call) {
  expire_with(call, "pexpireat", {TtlUnit::milliseconds, ExpiryForm::Base::absolute});
}

void persist(CommandCall& call) {
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* entry = step.find(call.arguments[1]);
    const bool had_ttl = entry != nullptr && entry->deadline.has_value();
    if (entry != nullptr) step.set_deadline(*entry, std::nullopt);
    call.reply.integer(had_ttl ? 1 : 0);
  });
}

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

std::span<const CommandSpec> expire_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"expire", -3, write, expire, "sets a TTL in seconds"},
      {"expireat", -3, write, expireat, "sets a deadline in seconds since the epoch"},
      {"persist", 2, write, persist, "takes the TTL away"},
      {"pexpire", -3, write, pexpire, "sets a TTL in milliseconds"},
      {"pexpireat", -3, write, pexpireat, "sets a deadline in milliseconds since the epoch"},
      {"expiretime", 2, read, expiretime, "the deadline in seconds since the epoch"},
      {"pexpiretime", 2, read, pexpiretime, "the deadline in milliseconds since the epoch"},
      {"pttl", 2, read, pttl, "the TTL in milliseconds"},
      {"ttl", 2, read, ttl, "the TTL in seconds"},
  };
  return family;
}

}  // namespace burrow::commands
