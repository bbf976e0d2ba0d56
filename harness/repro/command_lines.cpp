#include "harness/repro/command_lines.hpp"

#include "harness/repro/build_identity.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::harness {
namespace {

std::string mutant_option() {
  const std::string mutant(build_identity().mutant);
  return mutant.empty() ? std::string() : " --mutant " + mutant;
}

}  // namespace

std::string replay_command_line(const std::string& repro) { return "groundhog replay " + repro + mutant_option(); }

std::string same_seed_command(const std::string& file, std::uint64_t seed, const WorkerLimits& limits) {
  const WorkerLimits usual;
  std::string command = "groundhog run " + file + " --seed " + seed_text(seed);
  command += mutant_option();
  if (limits.seed_timeout != usual.seed_timeout) command += " --seed-timeout " + format_duration(limits.seed_timeout);
  if (limits.memory_bytes != usual.memory_bytes) command += " --memory " + format_size(limits.memory_bytes);
  return command;
}

}  // namespace groundhog::harness
