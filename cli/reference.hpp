// What checks and faults mean, from their tables, for the terminal and for docs/reference.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/output/console.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::cli {

// A check by name or id ("ttl.safety", "P1"), or a fault by verb; nullopt if there is none.
std::optional<std::string> explanation(std::string_view name, const Guest& guest, const Console& console);

// Everything that `explanation` knows.
std::vector<std::string_view> explained_names(const Guest& guest);

// Pages of docs/reference.
std::string checks_markdown(const Guest& guest);
std::string faults_markdown(const Guest& guest);
std::string scenario_markdown(const Guest& guest);

}  // namespace groundhog::cli
