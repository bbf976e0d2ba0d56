#include "harness/shrink/plan/reductions/named_keys.hpp"

#include <algorithm>
#include <variant>

namespace groundhog::harness {

std::vector<std::string> keys_of(const Plan& plan, std::span<const CommandSpec> commands) {
  std::vector<std::string> keys;
  for (const PlannedOperation& operation : plan.operations) {
    for (const std::size_t i : words_of(commands, operation.arguments).keys) {
      const std::string& key = operation.arguments[i];
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

void rename_key(Plan& plan, std::span<const CommandSpec> commands, const std::string& from, const std::string& to) {
  for (PlannedOperation& operation : plan.operations) {
    for (const std::size_t i : words_of(commands, operation.arguments).keys) {
      if (operation.arguments[i] == from) operation.arguments[i] = to;
    }
  }
  for (PlannedFault& fault : plan.faults) {
    for (auto& [name, value] : fault.parameters) {
      auto* match = std::get_if<FrameMatch>(&value);
      if (match != nullptr && match->key == from) match->key = to;
    }
  }
}

}  // namespace groundhog::harness
