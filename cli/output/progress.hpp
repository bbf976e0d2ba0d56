// How far a campaign is: one line that redraws itself on a terminal, a line every 10 s in CI, nothing elsewhere.
#pragma once

#include <chrono>
#include <string>

#include "cli/campaign/campaign.hpp"
#include "cli/output/console.hpp"

namespace groundhog {

class ProgressLine {
 public:
  ProgressLine(const Console& console, std::string scenario) : console_(console), scenario_(std::move(scenario)) {}

  void show(const CampaignProgress& progress);
  // Before anything else is printed.
  void clear();

 private:
  const Console& console_;
  std::string scenario_;
  std::chrono::steady_clock::duration last_shown_{0};
  bool drawn_ = false;
};

// "dropped-pongs: 120 of 200 seeds, 41/s, 1,230 × real time, 1 failed, 2 s left"
std::string progress_text(const std::string& scenario, const CampaignProgress& progress);

}  // namespace groundhog
