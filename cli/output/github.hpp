// Annotations and the job summary of GitHub Actions.
#pragma once

#include <span>
#include <string>

#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

// Workflow commands, one for each distinct failure, at most as many as GitHub shows for a step.
std::string github_annotations(std::span<const harness::ScenarioReport> reports);

// Markdown for $GITHUB_STEP_SUMMARY.
std::string github_job_summary(std::span<const harness::ScenarioReport> reports);

}  // namespace groundhog::cli
