#include <algorithm>

#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"

namespace burrow {

namespace {

// Those that clients send most come first: a command is looked up in this order.
constexpr std::span<const CommandSpec> (*table[])() = {
    commands::string_family,     commands::expire_family,         commands::keyspace_family,
    commands::number_family,     commands::transaction_family,    commands::replication_family,
    commands::connection_family, commands::administration_family,
};

}  // namespace

std::vector<CommandSpec> command_table() {
  std::vector<CommandSpec> commands;
  for (const auto family : table) {
    const std::span<const CommandSpec> lines = family();
    commands.insert(commands.end(), lines.begin(), lines.end());
  }
  std::ranges::sort(commands, {}, &CommandSpec::name);
  return commands;
}

const CommandSpec* find_command(std::string_view name) {
  for (const auto family : table) {
    for (const CommandSpec& spec : family()) {
      if (is_word(name, spec.name)) return &spec;
    }
  }
  return nullptr;
}

}  // namespace burrow
