// Exit codes of the command `groundhog`. Scripts and CI systems build on them: they are part of its interface.
#pragma once

#include <span>
#include <string_view>

namespace groundhog::harness {
struct Promotion;
struct PromotionRefusal;
struct ScenarioReport;
}  // namespace groundhog::harness

namespace groundhog::cli {

enum class ExitCode : int {
  as_expected = 0,
  violated = 1,          // a property was violated, or an expected violation was not found
  usage = 2,             // wrong arguments or a bad scenario
  inconclusive = 3,      // a cover floor missed, nothing ran, a shard missing, a checker gave up
  nondeterministic = 4,  // the same seed gave another history
  internal_error = 70,   // of the harness itself, or a result could not be written
  interrupted = 130,     // Ctrl-C: what is known was printed
};

// The one to exit with where both hold. The first of 130, 70, 4, 1, 3, 2, 0 counts: an interrupted campaign never looks
// like a finished one.
ExitCode worse_of(ExitCode a, ExitCode b);

// "a seed failed"
std::string_view meaning_of(ExitCode code);

// Of one scenario by itself.
ExitCode exit_code_of(const harness::ScenarioReport& report);
// Of all scenarios of an invocation: a planted bug that one of them caught is caught, unless another promised to.
ExitCode exit_code_of(std::span<const harness::ScenarioReport> reports);
// `inconclusive` for one that is poor: it may be kept, but not relied on.
ExitCode exit_code_of(const harness::Promotion& promotion);
ExitCode exit_code_of(const harness::PromotionRefusal& refusal);

}  // namespace groundhog::cli
