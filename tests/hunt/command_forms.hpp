// Hand-written operations: forms of every command that clients of the system under test may send.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/hunt/draw.hpp"

namespace groundhog::hunt {

struct OperationWords {
  std::uint64_t keys;  // k0, k1 … of the workload
  std::span<const std::string> nodes;
  std::string value;  // unlike that of any other operation
};

// The words of an operation of one of the commands.
std::vector<std::string> draw_command(Draw draw, const OperationWords& words);

}  // namespace groundhog::hunt
