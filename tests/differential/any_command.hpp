// Sequences of commands, as RapidCheck draws them and makes them small.
#pragma once

#include <cstddef>

#include <rapidcheck.h>

#include "tests/differential/command.hpp"

namespace burrow::differential {

// At least `commands` of two clients, one after the other: right ones, wrong ones, and transactions. One that fails
// loses commands, then words, then bytes of long words.
rc::Gen<Sequence> any_sequence(std::size_t commands);

}  // namespace burrow::differential
