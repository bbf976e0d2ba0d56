#include "sim/scenario/expand.hpp"

#include "cli/commands/commands.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog::cli {

ExitCode expand_command(const ExpandOptions& options, const Guest& guest, const Console& console) {
  const harness::Catalogue catalogue(guest);
  const std::string names[] = {options.scenario};
  const auto scenarios = load_scenarios(names, catalogue, console);
  if (!scenarios) {
    print_error(scenarios.error());
    return ExitCode::usage;
  }
  for (const Scenario& scenario : *scenarios) print_data(print_plan(expand(scenario, options.seed)));
  return ExitCode::as_expected;
}

}  // namespace groundhog::cli
