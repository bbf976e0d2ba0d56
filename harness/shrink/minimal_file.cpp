#include "harness/shrink/minimal_file.hpp"

#include <filesystem>

#include "harness/repro/repro_file.hpp"
#include "harness/text/text.hpp"

namespace groundhog::harness {
namespace {

bool is_same_failure(const Repro& there, const Repro& of) {
  const bool same_property = of.about.empty() || there.about == of.about;
  return same_property && there.scenario_name == of.scenario_name && there.seed == of.seed &&
         there.build.mutant == of.build.mutant;
}

}  // namespace

bool holds_same_failure(const std::string& file, const Repro& of) {
  const auto there = read_repro(file);
  return there && there->outcome && is_same_failure(*there, of);
}

std::string reason_to_stay(const std::string& file, const Repro& found, bool verified) {
  if (!std::filesystem::exists(file)) return {};
  const auto there = read_repro(file);
  if (!there || !there->outcome || !is_same_failure(*there, found)) return "is not of this failure";
  const std::uint64_t before = there->outcome->size.elements();
  const std::uint64_t now = found.outcome->size.elements();
  if (before < now) return "is smaller: " + count_of(before, "element") + ", this time " + with_thousands(now);
  if (before == now && !verified) return "is as small, and this time the smallness is not verified";
  return {};
}

}  // namespace groundhog::harness
