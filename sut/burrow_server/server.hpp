// A node on real sockets, from its start to its orderly end.
#pragma once

#include "sut/burrow_server/log.hpp"
#include "sut/burrow_server/settings.hpp"

namespace burrow {

// Runs until a signal; returns the exit code. SIGTERM and SIGINT drain; a second one ends the process at once.
int serve(const Settings& settings, Log& log);

}  // namespace burrow
