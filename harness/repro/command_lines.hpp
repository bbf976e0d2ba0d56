// The command lines that show a failure again, for messages and files.
#pragma once

#include <cstdint>
#include <string>

#include "harness/runner/job.hpp"

namespace groundhog::harness {

std::string replay_command_line(const std::string& repro);

// Runs this seed again, under the same limits.
std::string same_seed_command(const std::string& file, std::uint64_t seed, const WorkerLimits& limits);

}  // namespace groundhog::harness
