// When the consumed head of a buffer goes.
#pragma once

#include <cstddef>

namespace burrow::resp {

// Bytes are moved only when more were consumed than are left, so that each is paid for once, and not for a few.
constexpr bool is_worth_moving(std::size_t consumed_bytes, std::size_t held_bytes) {
  constexpr std::size_t floor_bytes = 4096;
  if (consumed_bytes == held_bytes) return true;
  return consumed_bytes >= floor_bytes && consumed_bytes > held_bytes / 2;
}

}  // namespace burrow::resp
