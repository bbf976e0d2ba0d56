#include "harness/runner/seed_result.hpp"

#include <algorithm>
#include <array>

namespace groundhog::harness {

std::string_view name_of(SeedEnd end) {
  constexpr std::array<std::string_view, 7> names = {"completed", "never-ready",   "event-limit",   "crash",
                                                     "timeout",   "out-of-memory", "internal-error"};
  return names[static_cast<std::size_t>(end)];
}

const SeedViolation* violation_of(const SeedResult& result, std::string_view check) {
  const auto found = std::ranges::find(result.violations, check, &SeedViolation::check);
  return found != result.violations.end() ? &*found : nullptr;
}

std::vector<std::string> causes_of(const SeedResult& result) {
  std::vector<std::string> causes;
  if (result.end != SeedEnd::completed) causes.emplace_back(name_of(result.end));
  for (const SeedViolation& violation : result.violations) causes.push_back(violation.check);
  return causes;
}

}  // namespace groundhog::harness
