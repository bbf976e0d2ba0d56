// The settings as a page of the manual: docs/reference/server.md is what this prints.
#pragma once

#include <string>
#include <vector>

#include "sut/burrow_server/settings.hpp"

namespace burrow {

std::string settings_as_markdown(const std::vector<SettingSpec>& table);

}  // namespace burrow
