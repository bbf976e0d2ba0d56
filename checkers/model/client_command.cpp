#include "checkers/model/client_command.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "sim/core/characters.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {
namespace {

using Arguments = std::span<const std::string>;
using Parse = void (*)(Arguments, KeyTable&, ClientCommand&);

constexpr std::int64_t per_second = 1000;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

TtlRequest ttl_request(TtlRequest::Kind kind, std::string_view text, std::int64_t unit_ms) {
  const auto number = whole_number(text);
  using Limits = std::numeric_limits<std::int64_t>;
  if (!number || *number > Limits::max() / unit_ms || *number < Limits::min() / unit_ms) {
    return {TtlRequest::Kind::overflow, 0};
  }
  return {kind, *number * unit_ms};
}

// EX PX EXAT PXAT with their number; returns how many arguments it took, 0 if it is none of them.
std::size_t parse_expiry_option(Arguments rest, ClientCommand& into) {
  if (rest.size() < 2) return 0;
  struct Option {
    std::string_view word;
    TtlRequest::Kind kind;
    std::int64_t unit_ms;
  };
  constexpr std::array<Option, 4> options = {{{"EX", TtlRequest::Kind::relative, per_second},
                                              {"PX", TtlRequest::Kind::relative, 1},
                                              {"EXAT", TtlRequest::Kind::absolute, per_second},
                                              {"PXAT", TtlRequest::Kind::absolute, 1}}};
  for (const Option& option : options) {
    if (!equal_ignoring_case(rest[0], option.word)) continue;
    into.ttl = ttl_request(option.kind, rest[1], option.unit_ms);
    return 2;
  }
  return 0;
}

void one_key(Arguments arguments, KeyTable& keys, ClientCommand& into, CommandKind kind) {
  into.kind = kind;
  into.keys.push_back(keys.intern(arguments[1]));
}

void all_keys(Arguments arguments, KeyTable& keys, ClientCommand& into, CommandKind kind) {
  into.kind = kind;
  for (const std::string& key : arguments.subspan(1)) into.keys.push_back(keys.intern(key));
}

template <CommandKind kind>
void parse_one_key(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() == 2) one_key(arguments, keys, into, kind);
}

template <CommandKind kind>
void parse_all_keys(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() >= 2) all_keys(arguments, keys, into, kind);
}

template <CommandKind kind>
void parse_plain(Arguments, KeyTable&, ClientCommand& into) {
  into.kind = kind;
}

void parse_set(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 3) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.value = arguments[2];
  for (Arguments rest = arguments.subspan(3); !rest.empty();) {
    std::size_t taken = parse_expiry_option(rest, into);
    if (taken == 0) {
      if (equal_ignoring_case(rest[0], "NX")) into.if_absent = true;
      if (equal_ignoring_case(rest[0], "XX")) into.if_present = true;
      if (equal_ignoring_case(rest[0], "GET")) into.returns_old = true;
      if (equal_ignoring_case(rest[0], "KEEPTTL")) into.ttl.kind = TtlRequest::Kind::keep;
      taken = 1;
    }
    rest = rest.subspan(taken);
  }
}

void parse_setnx(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 3) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.value = arguments[2];
  into.if_absent = into.is_setnx = true;
}

template <std::int64_t unit_ms>
void parse_setex(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 4) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.ttl = ttl_request(TtlRequest::Kind::relative, arguments[2], unit_ms);
  into.value = arguments[3];
}

void parse_getex(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 2) return;
  one_key(arguments, keys, into, CommandKind::getex);
  const Arguments rest = arguments.subspan(2);
  if (parse_expiry_option(rest, into) == 0 && !rest.empty() && equal_ignoring_case(rest[0], "PERSIST")) {
    into.ttl.kind = TtlRequest::Kind::remove;
  }
}

template <TtlRequest::Kind ttl, std::int64_t unit_ms>
void parse_expire(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 3) return;
  one_key(arguments, keys, into, CommandKind::expire);
  into.ttl = ttl_request(ttl, arguments[2], unit_ms);
  into.conditional = arguments.size() > 3;
}

template <TtlUnit unit>
void parse_ttl(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 2) return;
  one_key(arguments, keys, into, CommandKind::ttl);
  into.unit = unit;
}

void parse_persist(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  parse_one_key<CommandKind::persist>(arguments, keys, into);
  into.ttl.kind = TtlRequest::Kind::remove;
}

void parse_keys(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() != 2) return;
  into.kind = CommandKind::keys;
  into.pattern = arguments[1];
}

// NAME key [operand]
template <std::size_t operands, auto value, auto answer>
void parse_change(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 2 + operands) return;
  one_key(arguments, keys, into, CommandKind::change);
  if constexpr (operands > 0) into.value = arguments[2];
  into.change = {value, answer};
  into.ttl.kind = TtlRequest::Kind::keep;
}

// Redis' integers: no leading zeros, no "-0", no sign but '-'.
std::optional<std::int64_t> integer_of(std::string_view text) {
  const auto number = whole_number(text);
  return number && std::to_string(*number) == text ? number : std::nullopt;
}

std::optional<std::string> incremented(std::optional<std::string_view> before, std::string_view) {
  const auto number = before ? integer_of(*before) : 0;
  if (!number || *number == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return std::to_string(*number + 1);
}

std::optional<std::string> extended(std::optional<std::string_view> before, std::string_view operand) {
  return std::string(before.value_or("")) + std::string(operand);
}

std::optional<std::int64_t> length_of(std::string_view text) { return static_cast<std::int64_t>(text.size()); }

// WAIT replicas milliseconds; 0 milliseconds: for ever.
void parse_wait(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() != 3) return;
  const auto milliseconds = whole_number(arguments[2]);
  if (!milliseconds || *milliseconds < 0) return;
  constexpr std::int64_t ns_per_ms = 1'000'000;
  into.may_block = *milliseconds == 0 ? Duration::max() : Duration(seam::saturating_mul(*milliseconds, ns_per_ms));
}

struct Word {
  std::string_view name;
  Parse parse;
};

// The most frequent first.
constexpr auto words = std::to_array<Word>({
    {"GET", parse_one_key<CommandKind::get>},
    {"SET", parse_set},
    {"SETEX", parse_setex<per_second>},
    {"PSETEX", parse_setex<1>},
    {"DEL", parse_all_keys<CommandKind::del>},
    {"EXPIRE", parse_expire<TtlRequest::Kind::relative, per_second>},
    {"PEXPIRE", parse_expire<TtlRequest::Kind::relative, 1>},
    {"PTTL", parse_ttl<TtlUnit::milliseconds_left>},
    {"TTL", parse_ttl<TtlUnit::seconds_left>},
    {"MGET", parse_all_keys<CommandKind::mget>},
    {"GETEX", parse_getex},
    {"GETDEL", parse_one_key<CommandKind::getdel>},
    {"INCR", parse_change<0, incremented, integer_of>},
    {"APPEND", parse_change<1, extended, length_of>},
    {"EXISTS", parse_all_keys<CommandKind::exists>},
    {"PERSIST", parse_persist},
    {"SETNX", parse_setnx},
    {"STRLEN", parse_one_key<CommandKind::strlen>},
    {"UNLINK", parse_all_keys<CommandKind::del>},
    {"EXPIREAT", parse_expire<TtlRequest::Kind::absolute, per_second>},
    {"PEXPIREAT", parse_expire<TtlRequest::Kind::absolute, 1>},
    {"EXPIRETIME", parse_ttl<TtlUnit::seconds_absolute>},
    {"PEXPIRETIME", parse_ttl<TtlUnit::milliseconds_absolute>},
    {"KEYS", parse_keys},
    {"DBSIZE", parse_plain<CommandKind::dbsize>},
    {"FLUSHALL", parse_plain<CommandKind::flush>},
    {"FLUSHDB", parse_plain<CommandKind::flush>},
    {"WAIT", parse_wait},
});

void clear(ClientCommand& command) {
  command.kind = CommandKind::other;
  command.keys.clear();
  command.value.clear();
  command.pattern.clear();
  command.change = {};
  command.ttl = {};
  command.unit = TtlUnit::seconds_left;
  command.may_block = Duration(0);
  command.if_absent = command.if_present = command.returns_old = command.is_setnx = command.conditional = false;
}

}  // namespace

bool ClientCommand::is_write() const {
  switch (kind) {
    case CommandKind::set:
    case CommandKind::del:
    case CommandKind::getdel:
    case CommandKind::expire:
    case CommandKind::persist:
    case CommandKind::flush:
    case CommandKind::change:
      return true;
    case CommandKind::getex:
      return ttl.kind != TtlRequest::Kind::none;
    default:
      return false;
  }
}

void parse_command(std::span<const std::string> arguments, KeyTable& keys, ClientCommand& into) {
  clear(into);
  if (arguments.empty()) return;
  for (const Word& word : words) {
    if (!equal_ignoring_case(arguments[0], word.name)) continue;
    word.parse(arguments, keys, into);
    return;
  }
}

}  // namespace groundhog::checkers
