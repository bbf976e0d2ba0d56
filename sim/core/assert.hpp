// Assertions about impossible states. They stay on in release builds: a simulator that went wrong must stop, not lie.
#pragma once

namespace groundhog {

// Prints `file:line: assertion failed: condition` to stderr and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace groundhog

#define GROUNDHOG_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::groundhog::assertion_failed(#condition, __FILE__, __LINE__))
