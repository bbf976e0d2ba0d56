#include "cli/commands/run_trace.hpp"

#include <chrono>
#include <string>

#include "cli/checked_run.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/summary_text.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog {
namespace {

TimelineFilter filter_of(const TraceChoice& choice) {
  return {choice.nodes, choice.types, choice.keys, choice.from, choice.to, choice.verbose};
}

}  // namespace

ExitCode run_trace(const Scenario& scenario, const System& system, const RunOptions& options, const Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const Plan plan = expand(scenario, options.seeds->at(0));
  Timeline timeline(plan, filter_of(options.trace),
                    [](std::string_view line) { print_data(std::string(line) + "\n"); });
  Observer* const observers[] = {&timeline};
  SeedResult result = checked_run(plan, system, observers);
  result.wall = std::chrono::steady_clock::now() - start;
  result.cpu = result.wall;

  ScenarioReport report(scenario);
  report.add(result);
  report.wall = result.wall;
  if (result.failed()) print_error(failure_text({scenario.name, scenario.file, {}}, result, console) + "\n");
  print_error(scenario_summary(report, console));
  return report.exit_code();
}

}  // namespace groundhog
