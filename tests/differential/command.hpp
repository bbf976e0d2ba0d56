// A command of a sequence: what one of two clients sends.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace burrow::differential {

using Words = std::vector<std::string>;

struct Command {
  std::size_t client = 0;  // 0 or 1: each has a connection to either server
  Words words;             // the name first; never empty
};

using Sequence = std::vector<Command>;

// For messages, and for RapidCheck's counterexamples: c1: SET key "a value"
std::ostream& operator<<(std::ostream& out, const Command& command);

}  // namespace burrow::differential
