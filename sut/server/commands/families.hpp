// The commands of the server by family: a file for each, with handlers and their lines; see command.hpp for the
// contract.
#pragma once

#include <span>

#include "sut/server/commands/command.hpp"

namespace burrow::commands {

std::span<const CommandSpec> set_family();
std::span<const CommandSpec> get_family();
std::span<const CommandSpec> expire_family();
std::span<const CommandSpec> ttl_family();
std::span<const CommandSpec> keyspace_family();
std::span<const CommandSpec> connection_family();
std::span<const CommandSpec> session_family();
std::span<const CommandSpec> administration_family();
std::span<const CommandSpec> replication_family();

}  // namespace burrow::commands
