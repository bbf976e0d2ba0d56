// Where one word of a request lies in some buffer.
#pragma once

#include <cstddef>

namespace burrow::resp {

struct Word {
  std::size_t offset;
  std::size_t size;
};

}  // namespace burrow::resp
