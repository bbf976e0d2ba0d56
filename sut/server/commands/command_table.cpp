#include <algorithm>
#include <array>

#include "sut/server/commands/handlers.hpp"
#include "sut/server/commands/text.hpp"

namespace burrow {

namespace {

using enum CommandKind;

constexpr std::array table = {
    CommandSpec{"command", -1, connection, commands::command},
    CommandSpec{"dbsize", 1, read, commands::dbsize},
    CommandSpec{"del", -2, write, commands::del},
    CommandSpec{"echo", 2, connection, commands::echo},
    CommandSpec{"exists", -2, read, commands::exists},
    CommandSpec{"expire", -3, write, commands::expire},
    CommandSpec{"expireat", -3, write, commands::expireat},
    CommandSpec{"expiretime", 2, read, commands::expiretime},
    CommandSpec{"flushall", -1, write, commands::flush},
    CommandSpec{"flushdb", -1, write, commands::flush},
    CommandSpec{"get", 2, read, commands::get},
    CommandSpec{"getdel", 2, write, commands::getdel},
    CommandSpec{"getex", -2, write, commands::getex},
    CommandSpec{"info", -1, admin, commands::info},
    CommandSpec{"keys", 2, read, commands::keys},
    CommandSpec{"mget", -2, read, commands::mget},
    CommandSpec{"persist", 2, write, commands::persist},
    CommandSpec{"pexpire", -3, write, commands::pexpire},
    CommandSpec{"pexpireat", -3, write, commands::pexpireat},
    CommandSpec{"pexpiretime", 2, read, commands::pexpiretime},
    CommandSpec{"ping", -1, connection, commands::ping},
    CommandSpec{"psetex", 4, write, commands::psetex},
    CommandSpec{"pttl", 2, read, commands::pttl},
    CommandSpec{"replicaof", 3, admin, commands::replicaof},
    CommandSpec{"role", 1, admin, commands::role},
    CommandSpec{"select", 2, connection, commands::select},
    CommandSpec{"set", -3, write, commands::set},
    CommandSpec{"setex", 4, write, commands::setex},
    CommandSpec{"setnx", 3, write, commands::setnx},
    CommandSpec{"slaveof", 3, admin, commands::replicaof},
    CommandSpec{"strlen", 2, read, commands::string_length},
    CommandSpec{"time", 1, connection, commands::time},
    CommandSpec{"ttl", 2, read, commands::ttl},
    CommandSpec{"wait", 3, admin, commands::wait},
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
