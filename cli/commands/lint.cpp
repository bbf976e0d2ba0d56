#include "cli/commands/commands.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/museum.hpp"
#include "harness/text/text.hpp"

namespace groundhog::cli {

ExitCode lint_command(const LintOptions& options, const Guest& guest, const Console& console) {
  const harness::Catalogue catalogue(guest, harness::Museum(options.mutants_folder).names());
  const auto scenarios = load_scenarios(options.scenarios, catalogue, console);
  if (!scenarios) {
    print_error(scenarios.error());
    return ExitCode::usage;
  }
  print_error(harness::count_of(scenarios->size(), "scenario") + ", nothing wrong\n");
  return ExitCode::as_expected;
}

}  // namespace groundhog::cli
