#include "cli/output/failure_text.hpp"

#include "cli/build_identity.hpp"
#include "cli/campaign/seed_ranges.hpp"
#include "cli/output/text.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

std::string violation_headline(const SeedViolation& violation) {
  return violation.check + " at t=" + seconds_text(violation.at);
}

std::string mutant_option() {
  const std::string mutant(build_identity().mutant);
  return mutant.empty() ? std::string() : " --mutant " + mutant;
}

}  // namespace

std::string headline_of(const SeedResult& result) {
  if (result.end == SeedEnd::completed && !result.violations.empty())
    return violation_headline(result.violations.front());
  return std::string(name_of(result.end));
}

std::string replay_command_line(const std::string& repro) { return "groundhog replay " + repro + mutant_option(); }

std::string same_seed_command(const std::string& file, std::uint64_t seed, const WorkerLimits& limits) {
  const WorkerLimits usual;
  std::string command = "groundhog run " + file + " --seed " + seed_text(seed);
  command += mutant_option();
  if (limits.seed_timeout != usual.seed_timeout) command += " --seed-timeout " + format_duration(limits.seed_timeout);
  if (limits.memory_bytes != usual.memory_bytes) command += " --memory " + format_size(limits.memory_bytes);
  return command;
}

std::string failure_text(const FailureText& where, const SeedResult& result, const Console& console) {
  std::string out = console.red("FAIL") + " " + console.bold(where.scenario) + " seed " + seed_text(result.seed) +
                    ": " + headline_of(result) + "\n";
  if (!result.detail.empty()) out += indented(result.detail, 2) + "\n";
  for (const SeedViolation& violation : result.violations) {
    const bool told = result.end == SeedEnd::completed && &violation == &result.violations.front();
    if (!told) out += "  also " + violation_headline(violation) + "\n";
    out += indented(violation.message, told ? 2 : 4) + "\n";
  }
  if (!where.repro.empty()) out += "  repro:     " + replay_command_line(where.repro) + "   # on later commits too\n";
  out += "  same seed: " + same_seed_command(where.file, result.seed, where.limits) + "   # exact at " +
         std::string(build_identity().commit) + "\n";
  if (!where.filed_in.empty()) out += "  filed:     " + where.filed_in + "/\n";
  return out;
}

std::string brief_failure_text(const FailureText& where, const SeedResult& result, const Console& console) {
  return console.red("failed") + " " + console.bold(where.scenario) + " seed " + seed_text(result.seed) + ": " +
         headline_of(result) + "; a minimal form follows, the whole is " + where.repro + "\n";
}

}  // namespace groundhog
