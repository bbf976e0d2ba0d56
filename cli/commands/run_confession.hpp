// What the second process of --check-determinism prints: hashes of seeds, or every event of one seed.
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "harness/runner/determinism.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog::cli {

ExitCode confess(const Scenario& scenario, const Guest& guest, const RunOptions& options);

// Every event of one seed, with its running hash.
harness::Recording record_seed(const Scenario& scenario, const Guest& guest, std::uint64_t seed);

// As `confess` prints it: a line per event, the hash and the text.
harness::Recording parse_recording(std::string_view text);

}  // namespace groundhog::cli
