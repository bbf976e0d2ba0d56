// Burrow as a guest of the simulator: node factory, dissector, client protocol, knobs and announcements.
#pragma once

#include <memory>
#include <span>

#include "sim/guest/guest.hpp"

namespace groundhog {

// Burrow's client commands: the table from which `mix`, generated workloads, `lint` and shrinking follow.

// In the order of their names.
std::span<const CommandSpec> burrow_commands();

// The words of `mix`. Their order is part of every run: a draw is compared with the sum of the weights so far.
std::span<const OperationSpec> burrow_operations();
std::span<const ProfileSpec> burrow_profiles();

std::unique_ptr<Guest> make_burrow_guest();

}  // namespace groundhog
