// How far a long work is: one line that redraws itself on a terminal, a line every 10 s in CI, nothing elsewhere.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "cli/output/console.hpp"
#include "harness/runner/run_jobs.hpp"

namespace groundhog::cli {

class StatusLine {
 public:
  explicit StatusLine(const Console& console) : console_(console) {}

  // `text` is asked for only if it is shown.
  void show(std::chrono::steady_clock::duration elapsed, const std::function<std::string()>& text);
  // Before anything else is printed.
  void clear();

 private:
  const Console& console_;
  std::chrono::steady_clock::duration last_shown_{0};
  bool drawn_ = false;
};

// "dropped-pongs: 120 of 200 seeds, 41/s, 1,230 × real time, 1 failed, 2 s left"
std::string progress_text(const std::string& scenario, const harness::RunnerProgress& progress);

}  // namespace groundhog::cli
