#include "checkers/model/client_command.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "checkers/model/value_changes.hpp"
#include "sim/core/characters.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {
namespace {

using Arguments = std::span<const std::string>;
using Parse = void (*)(Arguments, KeyTable&, ClientCommand&);

constexpr std::int64_t per_second = 1000;

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
  if (arguments.size() != 2) return;
  one_key(arguments, keys, into, kind);
  into.is_legal = true;
}

template <CommandKind kind>
void parse_all_keys(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 2) return;
  all_keys(arguments, keys, into, kind);
  into.is_legal = true;
}

void parse_touch(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  parse_all_keys<CommandKind::exists>(arguments, keys, into);
  into.only_touches = true;
}

template <CommandKind kind>
void parse_plain(Arguments arguments, KeyTable&, ClientCommand& into) {
  into.kind = kind;
  into.is_legal = arguments.size() == 1;
}

// Whether a deadline that this asks for lies far enough from the ends of its type for any clock.
bool is_plain_number(const TtlRequest& ttl) {
  constexpr std::int64_t far = std::int64_t{1} << 60;
  return ttl.kind != TtlRequest::Kind::overflow && ttl.milliseconds > -far && ttl.milliseconds < far;
}

bool is_plain_ttl(const TtlRequest& ttl) { return is_plain_number(ttl) && ttl.milliseconds > 0; }

// False: no option of SET, or one that does not go with those before it. One may come again.
bool take_set_word(std::string_view word, ClientCommand& into) {
  if (equal_ignoring_case(word, "NX")) return into.if_absent = true, !into.if_present;
  if (equal_ignoring_case(word, "XX")) return into.if_present = true, !into.if_absent;
  if (equal_ignoring_case(word, "GET")) return into.returns_old = true;
  if (!equal_ignoring_case(word, "KEEPTTL")) return false;
  const auto before = std::exchange(into.ttl.kind, TtlRequest::Kind::keep);
  return before == TtlRequest::Kind::none || before == TtlRequest::Kind::keep;
}

// Options with a TTL, of which the last counts: all of them are of one form.
class ExpiryOptions {
 public:
  // How many arguments it took, 0 if it is no such option.
  std::size_t take(Arguments rest, ClientCommand& into) {
    const bool is_first = into.ttl.kind == TtlRequest::Kind::none;
    const std::size_t taken = parse_expiry_option(rest, into);
    if (taken == 0) return 0;
    is_fine_ = is_fine_ && (is_first || equal_ignoring_case(rest[0], form_));
    form_ = rest[0];
    return taken;
  }

  // Whether they may be there together, and what they ask for.
  bool is_fine(const ClientCommand& command) const { return is_fine_ && (form_.empty() || is_plain_ttl(command.ttl)); }

 private:
  std::string_view form_;
  bool is_fine_ = true;
};

void parse_set(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 3) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.value = arguments[2];
  into.is_legal = true;
  ExpiryOptions expiry;
  for (Arguments rest = arguments.subspan(3); !rest.empty();) {
    const std::size_t taken = expiry.take(rest, into);
    if (taken == 0 && !take_set_word(rest[0], into)) into.is_legal = false;
    rest = rest.subspan(std::max<std::size_t>(taken, 1));
  }
  into.is_legal = into.is_legal && expiry.is_fine(into);
}

void parse_setnx(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 3) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.value = arguments[2];
  into.if_absent = into.answers_number = true;
  into.is_legal = true;
}

template <std::int64_t unit_ms>
void parse_setex(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 4) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.ttl = ttl_request(TtlRequest::Kind::relative, arguments[2], unit_ms);
  into.value = arguments[3];
  into.is_legal = is_plain_ttl(into.ttl);
}

void parse_getex(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 2) return;
  one_key(arguments, keys, into, CommandKind::getex);
  into.is_legal = true;
  ExpiryOptions expiry;
  for (Arguments rest = arguments.subspan(2); !rest.empty();) {
    const std::size_t taken = expiry.take(rest, into);
    if (taken == 0) {
      const auto before = std::exchange(into.ttl.kind, TtlRequest::Kind::remove);
      const bool is_alone = before == TtlRequest::Kind::none || before == TtlRequest::Kind::remove;
      into.is_legal = into.is_legal && is_alone && equal_ignoring_case(rest[0], "PERSIST");
    }
    rest = rest.subspan(std::max<std::size_t>(taken, 1));
  }
  into.is_legal = into.is_legal && expiry.is_fine(into);
}

ExpireCondition condition_in(Arguments words) {
  constexpr std::array<std::string_view, 4> names{"NX", "XX", "GT", "LT"};  // in the order of ExpireCondition
  if (words.empty()) return ExpireCondition::none;
  const auto* const found =
      std::ranges::find_if(names, [&](std::string_view name) { return equal_ignoring_case(words[0], name); });
  if (words.size() > 1 || found == names.end()) return ExpireCondition::several;
  return static_cast<ExpireCondition>(found - names.begin() + 1);
}

template <TtlRequest::Kind ttl, std::int64_t unit_ms>
void parse_expire(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 3) return;
  one_key(arguments, keys, into, CommandKind::expire);
  into.ttl = ttl_request(ttl, arguments[2], unit_ms);
  into.condition = condition_in(arguments.subspan(3));
  into.is_legal = is_plain_number(into.ttl) && into.condition != ExpireCondition::several;
}

template <TtlUnit unit>
void parse_ttl(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 2) return;
  one_key(arguments, keys, into, CommandKind::ttl);
  into.unit = unit;
  into.is_legal = true;
}

void parse_persist(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  parse_one_key<CommandKind::persist>(arguments, keys, into);
  into.ttl.kind = TtlRequest::Kind::remove;
}

void parse_keys(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() != 2) return;
  into.kind = CommandKind::keys;
  into.pattern = arguments[1];
  constexpr std::size_t longest_pattern = 1000;
  into.is_legal = arguments[1].size() <= longest_pattern;
}

void one_change(Arguments arguments, KeyTable& keys, ClientCommand& into, const Change& change) {
  one_key(arguments, keys, into, CommandKind::change);
  into.change = change;
  into.ttl.kind = TtlRequest::Kind::keep;
}

// INCR, DECR
template <std::int64_t amount>
void parse_step(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 2) return;
  one_change(arguments, keys, into, addition);
  into.operand.number = amount;
}

// INCRBY, DECRBY
template <std::int64_t sign>
void parse_addition(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  const auto amount = arguments.size() == 3 ? integer_of(arguments[2]) : std::nullopt;
  if (!amount || (sign < 0 && *amount == std::numeric_limits<std::int64_t>::min())) return;
  one_change(arguments, keys, into, addition);
  into.operand.number = sign * *amount;
}

// INCRBYFLOAT, APPEND
template <const Change& change>
void parse_text_change(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 3) return;
  one_change(arguments, keys, into, change);
  into.operand.text = arguments[2];
}

// Nothing to write: it changes nothing, and answers as STRLEN does.
void parse_setrange(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  const auto begin = arguments.size() == 4 ? integer_of(arguments[2]) : std::nullopt;
  if (!begin || *begin < 0) return;
  if (arguments[3].empty()) return one_key(arguments, keys, into, CommandKind::strlen);
  one_change(arguments, keys, into, replacement);
  into.operand = {arguments[3], *begin};
}

void parse_getrange(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  const auto first = arguments.size() == 4 ? integer_of(arguments[2]) : std::nullopt;
  const auto last = arguments.size() == 4 ? integer_of(arguments[3]) : std::nullopt;
  if (!first || !last) return;
  one_key(arguments, keys, into, CommandKind::getrange);
  into.operand = {{}, *first, *last};
  into.is_legal = true;
}

void parse_getset(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 3) return;
  one_key(arguments, keys, into, CommandKind::set);
  into.value = arguments[2];
  into.returns_old = true;
  into.is_legal = true;
}

template <bool if_absent>
void parse_mset(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 3 || arguments.size() % 2 == 0) return;
  into.kind = CommandKind::mset;
  for (std::size_t i = 1; i < arguments.size(); i += 2) {
    into.keys.push_back(keys.intern(arguments[i]));
    into.values.push_back(arguments[i + 1]);
  }
  into.if_absent = into.answers_number = if_absent;
  into.is_legal = true;
}

void two_keys(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  into.kind = CommandKind::copy;
  into.keys = {keys.intern(arguments[1]), keys.intern(arguments[2])};
}

template <bool if_absent>
void parse_rename(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() != 3) return;
  two_keys(arguments, keys, into);
  into.if_absent = into.answers_number = if_absent;
}

void parse_copy(Arguments arguments, KeyTable& keys, ClientCommand& into) {
  if (arguments.size() < 3) return;
  two_keys(arguments, keys, into);
  into.answers_number = true;
  into.if_absent = std::ranges::none_of(arguments.subspan(3),
                                        [](const std::string& word) { return equal_ignoring_case(word, "REPLACE"); });
}

void parse_scan(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() < 2) return;
  into.kind = CommandKind::scan;
  for (std::size_t i = 2; i + 1 < arguments.size(); i += 2) {
    if (equal_ignoring_case(arguments[i], "MATCH")) into.pattern = arguments[i + 1];
  }
}

void parse_flush(Arguments arguments, KeyTable&, ClientCommand& into) {
  into.kind = CommandKind::flush;
  into.is_legal = arguments.size() == 1 || (arguments.size() == 2 && (equal_ignoring_case(arguments[1], "SYNC") ||
                                                                      equal_ignoring_case(arguments[1], "ASYNC")));
}

// ---- what says nothing about keys ----------------------------------------------------------------------------------

void answered(ClientCommand& into, ReplyShape shape, std::string_view value = {}) {
  into.kind = CommandKind::session;
  into.shape = shape;
  into.value = value;
  into.is_legal = true;
}

void parse_ping(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() == 1) answered(into, ReplyShape::pong);
  if (arguments.size() == 2) answered(into, ReplyShape::echo, arguments[1]);
}

void parse_echo(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() == 2) answered(into, ReplyShape::echo, arguments[1]);
}

void parse_select(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() == 2 && arguments[1] == "0") answered(into, ReplyShape::ok);
}

void parse_hello(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() == 1 || (arguments.size() == 2 && arguments[1] == "2")) answered(into, ReplyShape::fields);
}

void parse_client(Arguments arguments, KeyTable&, ClientCommand& into) {
  const auto says = [&](std::string_view word, std::size_t size) {
    return arguments.size() == size && equal_ignoring_case(arguments[1], word);
  };
  if (says("ID", 2)) answered(into, ReplyShape::number);
  if (says("LIST", 2)) answered(into, ReplyShape::text);
  if (says("SETINFO", 4)) answered(into, ReplyShape::ok);
  const bool is_name = arguments.size() == 3 && std::ranges::all_of(arguments[2], is_letter_or_digit);
  if (says("SETNAME", 3) && is_name) answered(into, ReplyShape::ok);
}

void parse_config(Arguments arguments, KeyTable&, ClientCommand& into) {
  const bool is_get = arguments.size() == 3 && equal_ignoring_case(arguments[1], "GET");
  const bool has_wildcard = is_get && arguments[2].find_first_of("*?[\\") != std::string::npos;
  if (is_get && !has_wildcard) answered(into, ReplyShape::setting, arguments[2]);
}

void parse_info(Arguments arguments, KeyTable&, ClientCommand& into) {
  into.kind = CommandKind::info;
  into.values.assign(arguments.begin() + 1, arguments.end());
  into.is_legal = true;
}

void parse_role(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() != 1) return;
  into.kind = CommandKind::role;
  into.is_legal = true;
}

void parse_command_count(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() == 2 && equal_ignoring_case(arguments[1], "COUNT")) answered(into, ReplyShape::number);
}

// ---- transactions and waiting --------------------------------------------------------------------------------------

template <CommandKind kind>
void parse_alone(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() == 1) into.kind = kind;
}

// EXEC, DISCARD, RESET. With a word too many, EXEC is an error that ends the transaction; of the others it is an error
// that leaves it.
template <CommandKind kind>
void parse_end(Arguments arguments, KeyTable&, ClientCommand& into) {
  into.kind = kind;
  into.ends_queue = kind == CommandKind::exec || arguments.size() == 1;
}

// WAIT replicas milliseconds; 0 milliseconds: for ever.
void parse_wait(Arguments arguments, KeyTable&, ClientCommand& into) {
  if (arguments.size() != 3) return;
  const auto replicas = integer_of(arguments[1]);
  const auto milliseconds = whole_number(arguments[2]);
  if (!replicas || !milliseconds || *milliseconds < 0) return;
  into.kind = CommandKind::wait;
  into.operand.number = *replicas;
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
    {"INCR", parse_step<1>},
    {"INCRBY", parse_addition<1>},
    {"APPEND", parse_text_change<extension>},
    {"MSET", parse_mset<false>},
    {"GETSET", parse_getset},
    {"MULTI", parse_alone<CommandKind::multi>},
    {"EXEC", parse_end<CommandKind::exec>},
    {"WATCH", parse_plain<CommandKind::at_once>},
    {"DISCARD", parse_end<CommandKind::at_once>},
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
    {"FLUSHALL", parse_flush},
    {"FLUSHDB", parse_flush},
    {"PING", parse_ping},
    {"ECHO", parse_echo},
    {"SELECT", parse_select},
    {"HELLO", parse_hello},
    {"CLIENT", parse_client},
    {"CONFIG", parse_config},
    {"INFO", parse_info},
    {"ROLE", parse_role},
    {"COMMAND", parse_command_count},
    {"WAIT", parse_wait},
    {"DECR", parse_step<-1>},
    {"DECRBY", parse_addition<-1>},
    {"INCRBYFLOAT", parse_text_change<float_addition>},
    {"SETRANGE", parse_setrange},
    {"GETRANGE", parse_getrange},
    {"MSETNX", parse_mset<true>},
    {"RENAME", parse_rename<false>},
    {"RENAMENX", parse_rename<true>},
    {"COPY", parse_copy},
    {"TOUCH", parse_touch},
    {"TYPE", parse_one_key<CommandKind::type>},
    {"RANDOMKEY", parse_alone<CommandKind::random_key>},
    {"SCAN", parse_scan},
    {"RESET", parse_end<CommandKind::at_once>},
    {"QUIT", parse_plain<CommandKind::at_once>},
});

void clear(ClientCommand& command) {
  command.kind = CommandKind::other;
  command.keys.clear();
  command.value.clear();
  command.values.clear();
  command.pattern.reset();
  command.operand = {};
  command.change = {};
  command.parts.clear();
  command.ttl = {};
  command.unit = TtlUnit::seconds_left;
  command.may_block = Duration(0);
  command.if_absent = command.if_present = command.returns_old = false;
  command.answers_number = command.ends_queue = command.is_legal = command.only_touches = false;
  command.condition = ExpireCondition::none;
}

}  // namespace

bool ClientCommand::moves_recency() const {
  switch (kind) {
    case CommandKind::exists:
      return only_touches;
    case CommandKind::ttl:
    case CommandKind::type:
    case CommandKind::strlen:
    case CommandKind::keys:
    case CommandKind::scan:
    case CommandKind::dbsize:
    case CommandKind::random_key:
      return false;
    default:
      return true;
  }
}

bool ClientCommand::is_write() const {
  switch (kind) {
    case CommandKind::set:
    case CommandKind::del:
    case CommandKind::getdel:
    case CommandKind::expire:
    case CommandKind::persist:
    case CommandKind::flush:
    case CommandKind::change:
    case CommandKind::mset:
    case CommandKind::copy:
      return true;
    case CommandKind::exec:
      return std::ranges::any_of(parts, &ClientCommand::is_write);
    case CommandKind::getex:
      return ttl.kind != TtlRequest::Kind::none;
    default:
      return false;
  }
}

std::span<const ClientCommand> parts_of(const ClientCommand& command) {
  if (command.kind == CommandKind::exec) return command.parts;
  return {&command, 1};
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
