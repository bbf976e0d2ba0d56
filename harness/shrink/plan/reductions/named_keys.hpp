// The keys that a plan names.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Every key of the plan's operations, in the order of their first appearance.
std::vector<std::string> keys_of(const Plan& plan, std::span<const CommandSpec> commands);

// In operations and in the matches of faults.
void rename_key(Plan& plan, std::span<const CommandSpec> commands, const std::string& from, const std::string& to);

}  // namespace groundhog::harness
