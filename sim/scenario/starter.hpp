// The scenario that `groundhog init` writes.
#pragma once

#include <string>
#include <string_view>

namespace groundhog {

// A small commented scenario called `name` that loads and expands as it stands.
std::string starter_scenario(std::string_view name);

}  // namespace groundhog
