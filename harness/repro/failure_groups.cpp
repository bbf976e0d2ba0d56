#include "harness/repro/failure_groups.hpp"

#include <algorithm>

namespace groundhog::harness {

FailureGroup& FailureGroups::add(const SeedResult& failed) {
  FailureSignature signature = signature_of(failed);
  FailureGroup* group = find(signature);
  if (group == nullptr) {
    groups_.push_back({std::move(signature), message_of(failed), {}, {}, {}});
    group = &groups_.back();
  }
  group->seeds.push_back(failed.seed);
  return *group;
}

FailureGroup* FailureGroups::find(const FailureSignature& signature) {
  const auto found = std::ranges::find(groups_, signature, &FailureGroup::signature);
  return found == groups_.end() ? nullptr : &*found;
}

FailureGroup* FailureGroups::begun_by(std::uint64_t seed) {
  const auto found = std::ranges::find(groups_, seed, &FailureGroup::first_seed);
  return found == groups_.end() ? nullptr : &*found;
}

const FailureGroup* FailureGroups::begun_by(std::uint64_t seed) const {
  const auto found = std::ranges::find(groups_, seed, &FailureGroup::first_seed);
  return found == groups_.end() ? nullptr : &*found;
}

const std::string& message_of(const SeedResult& failed) {
  const bool completed = failed.end == SeedEnd::completed && !failed.violations.empty();
  return completed ? failed.violations.front().message : failed.detail;
}

}  // namespace groundhog::harness
