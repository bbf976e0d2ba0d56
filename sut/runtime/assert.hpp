// Assertions about impossible states. They stay on in every build: a cache that lies is worse than one that stops.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace seam::detail {

[[noreturn]] inline void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace seam::detail

#define SEAM_ASSERT(condition) \
  (static_cast<bool>(condition) ? void(0) : ::seam::detail::assertion_failed(#condition, __FILE__, __LINE__))
