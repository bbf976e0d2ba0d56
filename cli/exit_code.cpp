#include "cli/exit_code.hpp"

#include <algorithm>

#include "harness/promote/promotion.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

namespace {

struct Meaning {
  ExitCode code;
  std::string_view text;
};

// The first counts.
constexpr Meaning meanings[] = {
    {ExitCode::interrupted, "interrupted"},
    {ExitCode::internal_error, "an internal error of the harness"},
    {ExitCode::nondeterministic, "nondeterminism"},
    {ExitCode::violated, "a seed failed"},
    {ExitCode::inconclusive,
     "inconclusive: nothing ran, a cover floor was missed, a checker gave up, or a shard is missing"},
    {ExitCode::usage, "a bad scenario"},
    {ExitCode::as_expected, "as expected"}};

// In the order of PromotionRefusal::Kind.
constexpr ExitCode refusal_codes[] = {ExitCode::usage, ExitCode::violated, ExitCode::interrupted,
                                      ExitCode::internal_error};

ExitCode code_among(const harness::ScenarioReport& report, std::span<const harness::ScenarioReport> reports) {
  ExitCode code = ExitCode::as_expected;
  const bool is_missed = harness::is_missed(report, reports);
  // A planted bug that was caught is caught, whatever another check could not judge.
  const bool is_caught = report.expected && !is_missed;
  const bool gave_up = !report.gave_up.empty() && !is_caught;
  if (report.ran_nothing() || report.cover_missed() || gave_up) code = worse_of(code, ExitCode::inconclusive);
  if (is_missed || (report.seeds_failed > 0 && !is_caught)) code = worse_of(code, ExitCode::violated);
  if (report.nondeterministic_seeds > 0) code = worse_of(code, ExitCode::nondeterministic);
  if (report.internal_error || report.unwritten) code = worse_of(code, ExitCode::internal_error);
  if (report.interrupted) code = worse_of(code, ExitCode::interrupted);
  return code;
}

}  // namespace

ExitCode worse_of(ExitCode a, ExitCode b) {
  return std::ranges::find_if(meanings, [&](const Meaning& each) { return each.code == a || each.code == b; })->code;
}

std::string_view meaning_of(ExitCode code) { return std::ranges::find(meanings, code, &Meaning::code)->text; }

ExitCode exit_code_of(const harness::ScenarioReport& report) { return code_among(report, std::span(&report, 1)); }

ExitCode exit_code_of(std::span<const harness::ScenarioReport> reports) {
  if (reports.empty()) return ExitCode::inconclusive;
  ExitCode code = ExitCode::as_expected;
  for (const harness::ScenarioReport& report : reports) code = worse_of(code, code_among(report, reports));
  return code;
}
ExitCode exit_code_of(const harness::PromotionRefusal& refusal) {
  return refusal_codes[static_cast<std::size_t>(refusal.kind)];
}

ExitCode exit_code_of(const harness::Promotion& promotion) {
  return promotion.survival.is_poor() ? ExitCode::inconclusive : ExitCode::as_expected;
}

}  // namespace groundhog::cli
