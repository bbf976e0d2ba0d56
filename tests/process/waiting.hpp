// Waiting for conditions of other processes: never for a time.
#pragma once

#include <chrono>
#include <thread>

namespace burrow::test {

// Long enough for a busy machine and a sanitizer; no wait takes so long unless something is broken.
inline constexpr std::chrono::seconds patience{60};

template <typename Condition>
[[nodiscard]] bool eventually(Condition&& condition, std::chrono::milliseconds limit = patience) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace burrow::test
