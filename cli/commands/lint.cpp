#include "cli/commands/commands.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/museum.hpp"
#include "harness/text/text.hpp"

namespace groundhog {

ExitCode lint_command(const LintOptions& options, const Guest& guest, const Console& console) {
  const Catalogue catalogue(guest, Museum(options.mutants_folder).names());
  const auto scenarios = load_scenarios(options.scenarios, catalogue, console);
  if (!scenarios) {
    print_error(scenarios.error());
    return ExitCode::usage;
  }
  print_error(count_of(scenarios->size(), "scenario") + ", nothing wrong\n");
  return ExitCode::as_expected;
}

}  // namespace groundhog
