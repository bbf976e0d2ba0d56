// Burrow's client commands: the table from which `mix`, generated workloads, `lint` and shrinking follow.
#pragma once

#include <span>

#include "sim/guest/command.hpp"

namespace groundhog {

// In the order of their names.
std::span<const CommandSpec> burrow_commands();

// The words of `mix`. Their order is part of every run: a draw is compared with the sum of the weights so far.
std::span<const OperationSpec> burrow_operations();

}  // namespace groundhog
