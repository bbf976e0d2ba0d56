// The commands of the server: a table of names, rules that hold before a command runs, and the function that runs it.
//
// The dispatcher checks name, arity, role and loading state; a handler checks its own arguments, works in one atomic
// step on the cache and writes exactly one reply (WAIT writes none: its node does, later). Error texts are those of
// Redis 7.0.
//
// To add one: write its handler in the file of its family and add its line to the table at the end of that file.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sut/cache/string_cache.hpp"
#include "sut/resp/writer.hpp"
#include "sut/server/commands/node_control.hpp"

namespace burrow {

struct CommandCall {
  std::span<const std::string_view> arguments;  // the name first; their number fits the arity
  StringCache& cache;
  resp::ReplyWriter& reply;
  NodeControl& node;
  ClientSession& session;
};

enum class CommandKind : std::uint8_t {
  read,        // needs a complete state: -LOADING without
  write,       // the same, and changes it: -READONLY at a replica
  admin,       // about the node; always served
  connection,  // about neither; always served
  login,       // the same, to strangers, too: before AUTH
};

constexpr std::string_view to_string(CommandKind kind) {
  constexpr std::string_view names[] = {"read", "write", "admin", "connection", "login"};
  return names[static_cast<std::size_t>(kind)];
}

struct CommandSpec {
  std::string_view name;  // lower case
  int arity;              // arguments with the name; negative: at least so many
  CommandKind kind;
  void (*run)(CommandCall&);
  std::string_view summary;

  bool needs_login() const { return kind != CommandKind::login; }
  bool needs_data() const { return kind == CommandKind::read || kind == CommandKind::write; }
  bool is_write() const { return kind == CommandKind::write; }
  bool accepts(std::size_t arguments) const {
    const auto count = static_cast<std::int64_t>(arguments);
    return arity >= 0 ? count == arity : count >= -arity;
  }
};

// Sorted by name.
std::vector<CommandSpec> command_table();

// Null for an unknown command. Upper and lower case are the same.
const CommandSpec* find_command(std::string_view name);

}  // namespace burrow
