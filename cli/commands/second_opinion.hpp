// --check-determinism: the same seeds again, in a freshly started process with another memory layout.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "harness/runner/determinism.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

struct SecondOpinion {
  std::vector<harness::Disagreement> disagreements;
  std::string problem;  // why there is none; empty if there is
};

SecondOpinion second_opinion(const Scenario& scenario, const Guest& guest, const harness::SeedHashes& first,
                             const RunOptions& options);

}  // namespace groundhog::cli
