// --check-determinism: the same seeds again, in a freshly started process with another memory layout.
#pragma once

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "harness/runner/determinism.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog {

struct SecondOpinion {
  std::vector<Disagreement> disagreements;
  std::string problem;  // why there is none; empty if there is
};

SecondOpinion second_opinion(const Scenario& scenario, const Guest& guest, const SeedHashes& first,
                             const RunOptions& options);

}  // namespace groundhog
