// Burrow as a guest of the simulator: node factory, dissector, client protocol, knobs and announcements.
#pragma once

#include <memory>

#include "sim/cluster/system.hpp"

namespace groundhog {

std::unique_ptr<System> make_burrow_system();

}  // namespace groundhog
