// How far a campaign is.
#pragma once

#include <string>

#include "cli/output/status_line.hpp"
#include "harness/runner/run_jobs.hpp"

namespace groundhog::cli {

class ProgressLine {
 public:
  ProgressLine(const Console& console, std::string scenario) : line_(console), scenario_(std::move(scenario)) {}

  void show(const harness::RunnerProgress& progress);
  // Before anything else is printed.
  void clear() { line_.clear(); }

 private:
  StatusLine line_;
  std::string scenario_;
};

// "dropped-pongs: 120 of 200 seeds, 41/s, 1,230 × real time, 1 failed, 2 s left"
std::string progress_text(const std::string& scenario, const harness::RunnerProgress& progress);

}  // namespace groundhog::cli
