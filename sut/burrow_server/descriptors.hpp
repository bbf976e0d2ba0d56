// How many sockets this process may open.
#pragma once

#include <cstddef>

namespace burrow {

// Raises the limit as far as the system lets us for `clients` connections, and returns how many of them fit.
std::size_t make_room_for(std::size_t clients);

}  // namespace burrow
