// --check-determinism: the same seeds again, in a freshly started process with another memory layout.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cli/campaign/run_scenario.hpp"
#include "harness/runner/determinism.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

// The seeds that came to another hash there than in `first`. The error is a sentence for people.
tl::expected<std::vector<harness::Disagreement>, std::string> compare_processes(const Scenario& scenario,
                                                                                const Guest& guest,
                                                                                const harness::SeedHashes& first,
                                                                                const RunOptions& options);

// Every event of one seed, with its running hash.
harness::Recording record_events(const Scenario& scenario, const Guest& guest, std::uint64_t seed);

}  // namespace groundhog::cli
