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
    {ExitCode::inconclusive, "inconclusive: nothing ran, a cover floor was missed, or a checker gave up"},
    {ExitCode::usage, "a bad scenario"},
    {ExitCode::as_expected, "as expected"}};

// In the order of PromotionRefusal::Kind.
constexpr ExitCode refusal_codes[] = {ExitCode::usage, ExitCode::violated, ExitCode::interrupted,
                                      ExitCode::internal_error};

}  // namespace

ExitCode worse_of(ExitCode a, ExitCode b) {
  return std::ranges::find_if(meanings, [&](const Meaning& each) { return each.code == a || each.code == b; })->code;
}

std::string_view meaning_of(ExitCode code) { return std::ranges::find(meanings, code, &Meaning::code)->text; }

ExitCode exit_code_of(const harness::ScenarioReport& report) {
  ExitCode code = ExitCode::as_expected;
  // A planted bug that was caught is caught, whatever another check could not judge.
  const bool gave_up = !report.gave_up.empty() && !report.failures_are_expected();
  if (report.seeds == 0 || report.cover_missed() || gave_up) code = worse_of(code, ExitCode::inconclusive);
  if (report.expected_is_missing() || (report.seeds_failed > 0 && !report.failures_are_expected())) {
    code = worse_of(code, ExitCode::violated);
  }
  if (report.nondeterministic_seeds > 0) code = worse_of(code, ExitCode::nondeterministic);
  if (report.internal_error || report.unwritten) code = worse_of(code, ExitCode::internal_error);
  if (report.interrupted) code = worse_of(code, ExitCode::interrupted);
  return code;
}

ExitCode exit_code_of(const harness::PromotionRefusal& refusal) {
  return refusal_codes[static_cast<std::size_t>(refusal.kind)];
}

ExitCode exit_code_of(const harness::Promotion& promotion) {
  return promotion.survival.is_poor() ? ExitCode::inconclusive : ExitCode::as_expected;
}

}  // namespace groundhog::cli
