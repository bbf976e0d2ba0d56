#include <algorithm>
#include <array>

#include "sut/server/commands/handlers.hpp"
#include "sut/server/commands/text.hpp"

namespace burrow {

namespace {

using enum CommandKind;

constexpr std::array table = {
    CommandSpec{"auth", -2, login, commands::auth, "logs in"},
    CommandSpec{"client", -2, connection, commands::client, "id and name of the connection, list of connections"},
    CommandSpec{"command", -1, connection, commands::command, "what commands there are"},
    CommandSpec{"config", -2, admin, commands::config, "options of the server"},
    CommandSpec{"dbsize", 1, read, commands::dbsize, "number of keys held, dead ones that are still held included"},
    CommandSpec{"debug", -2, read, commands::debug, "digest of everything held, and where in which history"},
    CommandSpec{"del", -2, write, commands::del, "removes keys"},
    CommandSpec{"echo", 2, connection, commands::echo, "its argument"},
    CommandSpec{"exists", -2, read, commands::exists, "how many of the keys are there"},
    CommandSpec{"expire", -3, write, commands::expire, "sets a TTL in seconds"},
    CommandSpec{"expireat", -3, write, commands::expireat, "sets a deadline in seconds since the epoch"},
    CommandSpec{"expiretime", 2, read, commands::expiretime, "the deadline in seconds since the epoch"},
    CommandSpec{"flushall", -1, write, commands::flush, "removes every key"},
    CommandSpec{"flushdb", -1, write, commands::flush, "removes every key"},
    CommandSpec{"get", 2, read, commands::get, "the value of a key"},
    CommandSpec{"getdel", 2, write, commands::getdel, "the value of a key, which is removed"},
    CommandSpec{"getex", -2, write, commands::getex, "the value of a key, whose TTL is changed"},
    CommandSpec{"hello", -1, login, commands::hello, "chooses RESP2, logs in, names the connection"},
    CommandSpec{"info", -1, admin, commands::info, "what the node says of itself"},
    CommandSpec{"keys", 2, read, commands::keys, "the keys that match a pattern"},
    CommandSpec{"mget", -2, read, commands::mget, "the values of keys"},
    CommandSpec{"persist", 2, write, commands::persist, "takes the TTL away"},
    CommandSpec{"pexpire", -3, write, commands::pexpire, "sets a TTL in milliseconds"},
    CommandSpec{"pexpireat", -3, write, commands::pexpireat, "sets a deadline in milliseconds since the epoch"},
    CommandSpec{"pexpiretime", 2, read, commands::pexpiretime, "the deadline in milliseconds since the epoch"},
    CommandSpec{"ping", -1, connection, commands::ping, "PONG, or its argument"},
    CommandSpec{"psetex", 4, write, commands::psetex, "sets a value with a TTL in milliseconds"},
    CommandSpec{"pttl", 2, read, commands::pttl, "the TTL in milliseconds"},
    CommandSpec{"quit", -1, login, commands::quit, "closes the connection"},
    CommandSpec{"replicaof", 3, admin, commands::replicaof, "follows a primary, or becomes one (NO ONE)"},
    CommandSpec{"reset", 1, login, commands::reset, "forgets login and name of the connection"},
    CommandSpec{"role", 1, admin, commands::role, "the role and its links"},
    CommandSpec{"select", 2, connection, commands::select, "chooses database 0, the only one"},
    CommandSpec{"set", -3, write, commands::set, "sets a value"},
    CommandSpec{"setex", 4, write, commands::setex, "sets a value with a TTL in seconds"},
    CommandSpec{"setnx", 3, write, commands::setnx, "sets a value if the key is absent"},
    CommandSpec{"slaveof", 3, admin, commands::replicaof, "REPLICAOF under its old name"},
    CommandSpec{"strlen", 2, read, commands::string_length, "the length of a value"},
    CommandSpec{"time", 1, connection, commands::time, "the time by which TTLs are judged"},
    CommandSpec{"ttl", 2, read, commands::ttl, "the TTL in seconds"},
    CommandSpec{"wait", 3, admin, commands::wait, "waits for replicas to have applied what this connection wrote"},
};

constexpr bool is_sorted_by_name() {
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i].name <= table[i - 1].name) return false;
  }
  return true;
}
static_assert(is_sorted_by_name(), "find_command() searches by halves");

constexpr std::size_t longest_name = 11;

}  // namespace

std::span<const CommandSpec> command_table() { return table; }

const CommandSpec* find_command(std::string_view name) {
  if (name.size() > longest_name) return nullptr;
  char buffer[longest_name];
  std::transform(name.begin(), name.end(), buffer, to_lower);
  const std::string_view lower(buffer, name.size());
  const auto* found = std::lower_bound(table.begin(), table.end(), lower,
                                       [](const CommandSpec& spec, std::string_view key) { return spec.name < key; });
  return found != table.end() && found->name == lower ? &*found : nullptr;
}

}  // namespace burrow
