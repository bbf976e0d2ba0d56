// What files and reports say of a seed in the same words: its result as JSON, and the commands that show it again.
#pragma once

#include <cstdint>
#include <string>

#include "harness/repro/repro.hpp"
#include "harness/runner/job.hpp"
#include "harness/runner/seed_result.hpp"
#include "harness/text/json.hpp"

namespace groundhog::harness {

// The command lines that show a failure again, for messages and files.
std::string replay_command_line(const std::string& repro);

// Runs this seed again, with this bug planted unless it is empty.
std::string run_command(const std::string& file, std::uint64_t seed, const std::string& mutant);

// Runs this seed again as this build did, under the same limits.
std::string same_seed_command(const std::string& file, std::uint64_t seed, const WorkerLimits& limits);

void add_seed_members(JsonObject& object, const SeedResult& result);
JsonObject counts_json(const Coverage& coverage);
JsonObject limits_json(const WorkerLimits& limits);
JsonObject size_json(const PlanSize& size);
JsonObject identity_json(const BuildIdentity& build);  // all but the mutant
JsonObject build_json();                               // of this binary

}  // namespace groundhog::harness
