#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <vector>

#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "cli/commands/run_confession.hpp"
#include "cli/commands/run_mutant.hpp"
#include "cli/commands/run_scenario.hpp"
#include "cli/commands/run_trace.hpp"
#include "cli/output/github.hpp"
#include "cli/output/json_report.hpp"
#include "cli/output/junit.hpp"
#include "cli/output/summary_text.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/planted.hpp"

namespace groundhog::cli {
namespace {

bool has_tags(const Scenario& scenario, const std::vector<std::string>& tags) {
  return std::ranges::all_of(tags, [&](const std::string& tag) { return std::ranges::count(scenario.tags, tag) > 0; });
}

ExitCode code_of(std::span<const harness::ScenarioReport> reports) {
  if (reports.empty()) return ExitCode::inconclusive;
  ExitCode code = ExitCode::as_expected;
  for (const harness::ScenarioReport& report : reports) code = worse_of(code, exit_code_of(report));
  return code;
}

void tell_github(std::span<const harness::ScenarioReport> reports) {
  print_error(github_annotations(reports));
  const char* summary_file = std::getenv("GITHUB_STEP_SUMMARY");
  if (summary_file != nullptr) std::ofstream(summary_file, std::ios::app) << github_job_summary(reports);
}

ExitCode run_campaigns(const std::vector<Scenario>& scenarios, const harness::Catalogue& catalogue,
                       const RunOptions& options, const Console& console) {
  std::ofstream junit;
  if (!options.junit_file.empty()) {
    junit.open(options.junit_file);
    if (!junit) return complain("cannot write " + options.junit_file);
  }
  std::vector<harness::ScenarioReport> reports;
  AutoShrink auto_shrink(catalogue.guest(), options, console);
  for (const Scenario& scenario : scenarios) {
    reports.push_back(run_scenario(scenario, catalogue.guest(), options, console, auto_shrink, scenarios.size() > 1));
    if (reports.back().interrupted) break;
  }
  const ExitCode code = code_of(reports);
  if (options.json) print_data(summary_json_line(reports, code));
  print_error("\n" + closing_summary(reports, code, console));
  if (console.github) tell_github(reports);
  if (options.junit_file.empty()) return code;
  junit << junit_xml(reports);
  junit.flush();
  return junit ? code : complain("cannot write " + options.junit_file, ExitCode::internal_error);
}

}  // namespace

ExitCode run_command(const RunOptions& asked, const Guest& guest, const Console& console) {
  // Held to the end: every later allocation lies elsewhere than in the process that it is compared with.
  const std::unique_ptr<char[]> padding = std::make_unique<char[]>(asked.heap_padding_bytes);
  const harness::Museum museum(asked.mutants_folder);
  if (!asked.mutant.empty() && asked.mutant != harness::planted_mutant()) return run_in_mutant(asked, museum, console);
  const auto chosen = chosen_run(asked, museum, console);
  if (!chosen) {
    print_error(chosen.error());
    return ExitCode::usage;
  }
  const RunOptions& options = chosen->options;
  const harness::Catalogue catalogue(guest, museum.names());
  auto scenarios = load_scenarios(options.scenarios, catalogue, console);
  if (!scenarios) {
    print_error(scenarios.error());
    return ExitCode::usage;
  }
  if (chosen->expects) scenarios->front().expect = chosen->expects;
  std::erase_if(*scenarios, [&](const Scenario& scenario) { return !has_tags(scenario, options.tags); });
  if (scenarios->empty()) return complain("no scenario has these tags: nothing ran", ExitCode::inconclusive);

  const bool one_only = options.trace.wanted || options.confession != Confession::none;
  if (one_only && scenarios->size() != 1) return complain("--trace needs one scenario");
  if (options.confession != Confession::none) return confess(scenarios->front(), catalogue.guest(), options);
  if (options.trace.wanted) return run_trace(scenarios->front(), catalogue.guest(), options, console);
  return run_campaigns(*scenarios, catalogue, options, console);
}

}  // namespace groundhog::cli
