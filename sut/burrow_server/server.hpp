// A node on real sockets, from its start to its orderly end.
#pragma once

#include <cstddef>

#include "sut/burrow_server/log.hpp"
#include "sut/burrow_server/settings.hpp"

namespace burrow {

// Runs until a signal; returns the exit code. SIGTERM and SIGINT drain; a second one ends the process at once.
int serve(const Settings& settings, Log& log);

// Raises the limit as far as the system lets us for `clients` connections, and returns how many of them fit.
std::size_t make_room_for(std::size_t clients);

}  // namespace burrow
