#include "cli/output/failure_text.hpp"

#include "harness/repro/build_identity.hpp"
#include "harness/repro/command_lines.hpp"
#include "harness/runner/seed_ranges.hpp"
#include "harness/text/text.hpp"

namespace groundhog {
namespace {

std::string violation_headline(const SeedViolation& violation) {
  return violation.check + " at t=" + seconds_text(violation.at);
}

}  // namespace

std::string headline_of(const SeedResult& result) {
  if (result.end == SeedEnd::completed && !result.violations.empty())
    return violation_headline(result.violations.front());
  return std::string(name_of(result.end));
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
