#include "cli/catalogue.hpp"
#include "cli/commands/commands.hpp"
#include "cli/mutants/museum.hpp"
#include "cli/output/text.hpp"
#include "cli/scenario_files.hpp"

namespace groundhog {

ExitCode lint_command(const LintOptions& options, const Console& console) {
  const Catalogue catalogue(Museum(options.mutants_folder).names());
  const auto scenarios = load_scenarios(options.scenarios, catalogue, console);
  if (!scenarios) {
    print_error(scenarios.error());
    return ExitCode::usage;
  }
  print_error(count_of(scenarios->size(), "scenario") + ", nothing wrong\n");
  return ExitCode::as_expected;
}

}  // namespace groundhog
