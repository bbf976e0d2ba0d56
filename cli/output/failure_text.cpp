#include "cli/output/failure_text.hpp"

#include "harness/repro/build_identity.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/text/text.hpp"

namespace groundhog::cli {
namespace {

std::string violation_headline(const harness::SeedViolation& violation) {
  return violation.check + " at t=" + harness::seconds_text(violation.at);
}

}  // namespace

std::string headline_of(const harness::SeedResult& result) {
  if (result.end == harness::SeedEnd::completed && !result.violations.empty())
    return violation_headline(result.violations.front());
  return std::string(name_of(result.end));
}

std::string failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                         const std::string& filed_in, const Console& console) {
  std::string out = console.red("FAIL") + " " + console.bold(scenario.name) + " seed " + seed_text(result.seed) + ": " +
                    headline_of(result) + "\n";
  if (!result.detail.empty()) out += harness::indented(result.detail, 2) + "\n";
  for (const harness::SeedViolation& violation : result.violations) {
    const bool shown = result.end == harness::SeedEnd::completed && &violation == &result.violations.front();
    if (!shown) out += "  also " + violation_headline(violation) + "\n";
    out += harness::indented(violation.message, shown ? 2 : 4) + "\n";
  }
  if (!filed_in.empty()) {
    out += "  repro:     " + harness::replay_command_line(harness::full_repro_in(filed_in)) +
           "   # on later commits too\n";
  }
  out += "  same seed: " + harness::same_seed_command(scenario.file, result.seed, scenario.limits) + "   # exact at " +
         std::string(harness::build_identity().commit) + "\n";
  if (!filed_in.empty()) out += "  filed:     " + filed_in + "/\n";
  return out;
}

std::string brief_failure_text(const harness::ScenarioReport& scenario, const harness::SeedResult& result,
                               const std::string& filed_in, const Console& console) {
  return console.red("failed") + " " + console.bold(scenario.name) + " seed " + seed_text(result.seed) + ": " +
         headline_of(result) + "; a minimal form follows, the whole is " + harness::full_repro_in(filed_in) + "\n";
}

}  // namespace groundhog::cli
