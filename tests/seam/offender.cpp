// Everything that the seam forbids, in one file: the check must name each of them.

#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

namespace burrow::test {

int offend() {
  static int calls = 0;
  std::random_device device;
  std::thread([] {}).join();
  return ++calls + static_cast<int>(std::chrono::system_clock::now().time_since_epoch().count()) +
         static_cast<int>(std::chrono::steady_clock::now().time_since_epoch().count()) + static_cast<int>(device()) +
         (std::getenv("HOME") == nullptr ? 0 : 1);
}

}  // namespace burrow::test
