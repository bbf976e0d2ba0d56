#include "harness/repro/seed_report.hpp"

#include "harness/repro/build_identity.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/spelling.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::harness {
namespace {

std::string mutant_option(const std::string& mutant) {
  return mutant.empty() ? std::string() : " --mutant " + shell_word(mutant);
}

JsonObject violation_json(const SeedViolation& violation) {
  JsonObject object;
  object.add("check", violation.check).add("at_s", to_seconds(violation.at)).add("message", violation.message);
  if (!violation.node.empty()) object.add("node", violation.node);
  if (!violation.key.empty()) object.add("key", spelled(violation.key));
  if (!violation.events.empty()) {
    JsonArray events;
    for (const std::string& name : violation.events) events.add(name);
    object.add("events", events);
  }
  return object;
}

}  // namespace

std::string replay_command_line(const std::string& repro) {
  return "groundhog replay " + shell_file(repro) + mutant_option(build_identity().mutant);
}

std::string run_command(const std::string& file, std::uint64_t seed, const std::string& mutant) {
  return "groundhog run " + shell_file(file) + " --seed " + seed_text(seed) + mutant_option(mutant);
}

std::string same_seed_command(const std::string& file, std::uint64_t seed, const WorkerLimits& limits) {
  const WorkerLimits usual;
  std::string command = run_command(file, seed, build_identity().mutant);
  if (limits.seed_timeout != usual.seed_timeout) command += " --seed-timeout " + format_duration(limits.seed_timeout);
  if (limits.memory_bytes != usual.memory_bytes) command += " --memory " + format_size(limits.memory_bytes);
  return command;
}

JsonObject counts_json(const Coverage& coverage) {
  JsonObject object;
  for (const auto& [name, count] : coverage) object.add(name, count);
  return object;
}

void add_seed_members(JsonObject& object, const SeedResult& result) {
  JsonArray violations;
  for (const SeedViolation& violation : result.violations) violations.add(violation_json(violation));
  JsonArray gave_up;
  for (const SeedAbstention& each : result.gave_up) {
    gave_up.add(JsonObject().add("check", each.check).add("reason", each.reason));
  }
  object.add("seed", seed_text(result.seed))
      .add("failed", result.failed())
      .add("end", name_of(result.end))
      .add("detail", result.detail)
      .add("violations", violations)
      .add("violations_total", result.violations_total)
      .add("gave_up", gave_up)
      .add("hash", seed_text(result.hash))
      .add("events", result.events)
      .add("simulated_s", to_seconds(result.simulated))
      .add("wall_s", to_seconds(result.wall))
      .add("coverage", counts_json(result.coverage))
      .add("faults", counts_json(result.faults));
}

JsonObject limits_json(const WorkerLimits& limits) {
  return JsonObject().add("seed_timeout_ms", limits.seed_timeout.count()).add("memory_bytes", limits.memory_bytes);
}

JsonObject size_json(const PlanSize& size) {
  return JsonObject().add("faults", size.faults).add("operations", size.operations).add("messages", size.messages);
}

JsonObject identity_json(const BuildIdentity& build) {
  return JsonObject()
      .add_bytes("version", build.version)
      .add_bytes("commit", build.commit)
      .add_bytes("compiler", build.compiler)
      .add_bytes("flags", build.flags);
}

JsonObject build_json() {
  const BuildIdentity build = build_identity();
  JsonObject object = identity_json(build);
  if (!build.mutant.empty()) object.add("mutant", build.mutant);
  return object;
}

}  // namespace groundhog::harness
