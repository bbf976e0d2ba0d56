// Where a plan names a host, and how to take that name out of it.
#pragma once

#include <string>
#include <string_view>

#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Everything that names the host goes: faults, changes of links, its place in groups, operations that are sent to it.
// A partition with one group left is none, and goes too.
void forget_host(Plan& plan, std::string_view name);

// Everything that names one host names another from now on. What would join a host with itself goes.
void rename_host(Plan& plan, std::string_view from, const std::string& to);

}  // namespace groundhog::harness
