#include "cli/campaign/run_trace.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/summary_text.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::cli {

ExitCode run_trace(const Scenario& scenario, const Guest& guest, const RunOptions& options, const Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const Plan plan = expand(scenario, options.seeds->at(0));
  const std::string problems = options.filter.unknown_names(plan, guest);
  if (!problems.empty()) {
    print_error(problems);
    return ExitCode::usage;
  }
  bool shown = false;
  Timeline timeline(plan, options.filter.filter, [&shown](std::string_view line) {
    print_data(std::string(line) + "\n");
    shown = true;
  });
  Observer* const observers[] = {&timeline};
  harness::SeedResult result = harness::checked_run(plan, guest, observers);
  result.wall = std::chrono::steady_clock::now() - start;
  result.cpu = result.wall;

  if (!shown) print_error("groundhog: no line of this trace passes the filters\n");

  harness::ScenarioReport report(scenario);
  report.add(result);
  report.wall = result.wall;
  if (result.failed()) print_error(failure_text(report, result, {}, console) + "\n");
  print_error(scenario_summary(report, console));
  return exit_code_of(report);
}

}  // namespace groundhog::cli
