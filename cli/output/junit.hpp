// JUnit XML, as Jenkins, GitLab and others read it: a suite per scenario, a case per failed seed, one case for all
// seeds that passed and one for the cover floors.
#pragma once

#include <span>
#include <string>

#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

std::string junit_xml(std::span<const harness::ScenarioReport> reports);

// Text in an attribute or element; characters that XML 1.0 forbids become U+FFFD.
std::string xml_escaped(std::string_view text);

}  // namespace groundhog::cli
