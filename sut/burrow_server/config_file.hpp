// The file of --config: YAML, one mapping of setting to value.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "sut/burrow_server/settings.hpp"

namespace burrow {

// What it says, as text, each with its place. The error is "file:line:column: …".
[[nodiscard]] tl::expected<std::vector<WrittenSetting>, std::string> read_config_file(const std::string& path);

}  // namespace burrow
