#include "cli/campaign/seed_result.hpp"

#include <array>

namespace groundhog {

std::string_view name_of(SeedEnd end) {
  constexpr std::array<std::string_view, 7> names = {"completed", "never-ready",   "event-limit",   "crash",
                                                     "timeout",   "out-of-memory", "internal-error"};
  return names[static_cast<std::size_t>(end)];
}

}  // namespace groundhog
