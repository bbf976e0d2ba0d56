// Runs the seed in this process, so that a crash shows the lines up to it.
#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/report_text.hpp"
#include "cli/scenario_files.hpp"
#include "harness/replay/replay_run.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

class Trace : public Command {
  void add_options(Options& options) override {
    options.text("SCENARIO", scenario_, "a scenario file", {.values = scenario_values(), .required = true});
    options.value("--seed", seed_, parse_seed, "the seed to run, decimal or 0x hexadecimal",
                  {.type = "N", .required = true});
    options.text("--mutant", mutant_, "with this bug planted", {.type = "NAME", .values = mutant_values()});
    add_mutants_folder(options, mutants_folder_);
    add_until(options, until_);
    filter_.add_to(options);
  }

  ExitCode run(const Session& session) override {
    filter_.check(session.options);
    const harness::Museum museum(mutants_folder_);
    if (is_elsewhere(mutant_)) return continue_in_mutant(mutant_, session.words, museum, session.console);
    const harness::Catalogue catalogue(session.guest, museum.names());
    const auto scenarios = load_scenarios({{scenario_}}, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    if (scenarios->size() != 1) return complain(scenario_ + " holds several scenarios: name one");
    return trace(scenarios->front(), session);
  }

  // The timeline on stdout, its verdict on stderr.
  ExitCode trace(const Scenario& scenario, const Session& session) const {
    const auto start = std::chrono::steady_clock::now();
    const Plan plan = expand(scenario, seed_);
    const std::string problems = filter_.unknown_names(plan, session.guest) + unknown_point(until_, session.guest);
    if (!problems.empty()) return refuse(problems);
    const harness::ReplayRequest request{
        .mode = harness::ReplayMode::blind, .trace = filter_.filter, .until = until_, .print = print_from_run};
    harness::ReplayFindings findings;
    harness::SeedResult result = harness::replay_run({}, plan, session.guest, request, findings);
    result.wall = std::chrono::steady_clock::now() - start;
    result.cpu = result.wall;
    print_error(missed_in_timeline(until_, findings));

    harness::ScenarioReport report(scenario);
    report.add(result);
    report.wall = result.wall;
    if (result.failed()) print_error(failure_text(report, result, {}, session.console) + "\n");
    print_error(scenario_summary(report, session.console));
    return exit_code_of(report);
  }

  std::string scenario_;
  std::uint64_t seed_ = 0;
  std::string mutant_;  // a planted bug; empty: this binary as it is
  std::string mutants_folder_ = default_mutants_folder;
  harness::ReplayPoint until_;
  TraceFilter filter_;
};

}  // namespace

std::unique_ptr<Command> make_trace() { return std::make_unique<Trace>(); }

}  // namespace groundhog::cli
