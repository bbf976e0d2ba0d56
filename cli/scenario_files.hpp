// From what the command line names to scenarios.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cli/output/console.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

// Folders stand for the *.yaml files directly in them, by name; a name for the file of that name in scenarios/ and
// scenarios/regressions/; a file that is named twice counts once. The error is a sentence for people.
tl::expected<std::vector<std::string>, std::string> scenario_files(std::span<const std::string> names);

// All of them, or every diagnostic of all of them, rendered; that two share a name is one. Warnings go to stderr.
tl::expected<std::vector<Scenario>, std::string> load_scenarios(std::span<const std::string> names,
                                                                const harness::Catalogue& catalogue,
                                                                const Console& console);

}  // namespace groundhog::cli
