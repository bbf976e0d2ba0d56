// Burrow as a guest of the simulator: node factory, dissector, client protocol, knobs and announcements.
#pragma once

#include <memory>

#include "sim/guest/guest.hpp"

namespace groundhog {

std::unique_ptr<Guest> make_burrow_guest();

}  // namespace groundhog
