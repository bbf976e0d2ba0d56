#include "tests/hunt/command_forms.hpp"

#include <algorithm>

#include "sim/runtime/host.hpp"

namespace groundhog::hunt {
namespace {

// Words with blanks between them, the commands in alphabetical order. These stand for something drawn: KEY, VALUE,
// AMOUNT (a TTL of either unit), AT and ATMS (a deadline in seconds or milliseconds since the epoch), NUMBER, HOST.
// AUTH is not there: passwords are no options of a scenario.
constexpr std::string_view forms[] = {
    "APPEND KEY VALUE",
    "CLIENT ID",
    "CLIENT GETNAME",
    "CLIENT SETNAME hunter",
    "CLIENT LIST",
    "COMMAND COUNT",
    "COMMAND DOCS get",
    "CONFIG GET *",
    "CONFIG SET maxmemory 0",
    "COPY KEY KEY",
    "COPY KEY KEY REPLACE",
    "DBSIZE",
    "DEBUG DIGEST",
    "DECR KEY",
    "DECRBY KEY AMOUNT",
    "DEL KEY",
    "DEL KEY KEY",
    "DEL KEY KEY KEY",
    "DISCARD",
    "ECHO VALUE",
    "EXEC",
    "EXEC",
    "EXEC",
    "EXISTS KEY",
    "EXISTS KEY KEY KEY",
    "EXPIRE KEY AMOUNT",
    "EXPIRE KEY AMOUNT NX",
    "EXPIRE KEY AMOUNT XX",
    "EXPIRE KEY AMOUNT GT",
    "EXPIRE KEY AMOUNT LT",
    "EXPIRE KEY AMOUNT XX GT",
    "EXPIRE KEY -1",
    "EXPIRE KEY 0",
    "EXPIREAT KEY AT",
    "EXPIREAT KEY AT GT",
    "EXPIREAT KEY AT LT",
    "EXPIREAT KEY AT NX",
    "EXPIRETIME KEY",
    "FLUSHALL",
    "FLUSHDB",
    "GET KEY",
    "get KEY",
    "GETDEL KEY",
    "GETEX KEY",
    "GETEX KEY PX AMOUNT",
    "GETEX KEY EX AMOUNT",
    "GETEX KEY PXAT ATMS",
    "GETEX KEY EXAT AT",
    "GETEX KEY PERSIST",
    "GETRANGE KEY 0 3",
    "GETRANGE KEY -3 -1",
    "GETSET KEY VALUE",
    "HELLO",
    "HELLO 2",
    "HELLO 2 SETNAME hunter",
    "HELLO 3",
    "INCR KEY",
    "INCRBY KEY AMOUNT",
    "INCRBY KEY -9223372036854775808",
    "INCRBYFLOAT KEY 0.5",
    "INCRBYFLOAT KEY -1e3",
    "INFO",
    "INFO replication",
    "INFO clients stats",
    "KEYS *",
    "KEYS k?",
    "KEYS KEY",
    "MGET KEY",
    "MGET KEY KEY KEY",
    "MSET KEY VALUE KEY VALUE",
    "MSET KEY AMOUNT",
    "MSETNX KEY VALUE KEY VALUE",
    "MULTI",
    "MULTI",
    "PERSIST KEY",
    "PEXPIRE KEY AMOUNT",
    "PEXPIRE KEY AMOUNT NX",
    "PEXPIRE KEY AMOUNT XX",
    "PEXPIRE KEY AMOUNT GT",
    "PEXPIRE KEY AMOUNT LT",
    "PEXPIRE KEY -1",
    "PEXPIRE KEY -9223372036854775808",
    "PEXPIRE KEY 9223372036854775807",
    "PEXPIREAT KEY ATMS",
    "PEXPIREAT KEY ATMS XX",
    "PEXPIREAT KEY ATMS GT",
    "PEXPIREAT KEY 0",
    "PEXPIREAT KEY -9223372036854775808",
    "PEXPIREAT KEY 9223372036854775807",
    "PEXPIRETIME KEY",
    "PING",
    "PING VALUE",
    "PSETEX KEY AMOUNT VALUE",
    "PSETEX KEY 0 VALUE",
    "PTTL KEY",
    "QUIT",
    "RANDOMKEY",
    "RENAME KEY KEY",
    "RENAMENX KEY KEY",
    "REPLICAOF NO ONE",
    "REPLICAOF HOST 6379",
    "REPLICAOF HOST 6380",
    "REPLICAOF HOST port",
    "REPLICAOF elsewhere 6379",
    "RESET",
    "ROLE",
    "SCAN 0",
    "SCAN NUMBER COUNT 2 MATCH k*",
    "SELECT 0",
    "SELECT 1",
    "SET KEY VALUE",
    "SET KEY VALUE NX",
    "SET KEY VALUE XX",
    "SET KEY VALUE GET",
    "SET KEY VALUE KEEPTTL",
    "SET KEY VALUE PX AMOUNT",
    "SET KEY VALUE EX AMOUNT",
    "SET KEY VALUE PXAT ATMS",
    "SET KEY VALUE EXAT AT",
    "SET KEY VALUE NX PX AMOUNT",
    "SET KEY VALUE XX GET PX AMOUNT",
    "SET KEY VALUE NX GET PXAT ATMS",
    "SET KEY VALUE XX KEEPTTL GET",
    "SET KEY VALUE PX 0",
    "SET KEY VALUE PX -5",
    "SET KEY VALUE NX XX",
    "SET KEY VALUE EX",
    "SETEX KEY AMOUNT VALUE",
    "SETEX KEY -1 VALUE",
    "SETNX KEY VALUE",
    "SETRANGE KEY 2 VALUE",
    "SLAVEOF NO ONE",
    "STRLEN KEY",
    "TIME",
    "TOUCH KEY KEY",
    "TTL KEY",
    "TYPE KEY",
    "UNLINK KEY KEY",
    "UNWATCH",
    "WAIT 0 0",
    "WAIT 1 100",
    "WAIT NUMBER 50",
    "WAIT 9 1",
    "WAIT 9 0",
    "WAIT -1 0",
    "WATCH KEY",
};

// Of the workload's keys, or one that is like no other.
std::string draw_key(Draw& draw, std::uint64_t count) {
  constexpr double strange = 0.15;
  if (!draw.chance(strange)) return "k" + std::to_string(draw.below(count));
  const std::string strange_keys[] = {"", std::string("\0\r\n", 3), "\xff\xfe", "a key", std::string(300, 'x'), "*"};
  return draw.one_of(strange_keys);
}

// Of a TTL, in a unit that the command knows.
std::string draw_amount(Draw& draw) {
  constexpr double longest = 100'000;
  return std::to_string(static_cast<std::int64_t>(draw.log_between(1, longest)));
}

// Milliseconds since the epoch, about now as true time has it.
std::int64_t draw_deadline(Draw& draw) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(NodeClocks::epoch.time_since_epoch()).count();
  return now + draw.between(-2'000, 20'000);
}

std::string draw_word(std::string_view word, Draw& draw, const OperationWords& words) {
  if (word == "KEY") return draw_key(draw, words.keys);
  if (word == "VALUE") return words.value;
  if (word == "AMOUNT") return draw_amount(draw);
  if (word == "AT") return std::to_string(draw_deadline(draw) / 1000);
  if (word == "ATMS") return std::to_string(draw_deadline(draw));
  if (word == "NUMBER") return std::to_string(draw.below(words.nodes.size() + 1));
  if (word == "HOST") return draw.one_of(words.nodes);
  return std::string(word);
}

}  // namespace

std::vector<std::string> draw_command(Draw draw, const OperationWords& words) {
  std::string_view rest = draw.one_of(forms);
  std::vector<std::string> command;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    command.push_back(draw_word(word, draw, words));
  }
  return command;
}

}  // namespace groundhog::hunt
