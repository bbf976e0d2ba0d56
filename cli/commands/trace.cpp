// Runs the seed in this process, so that a crash shows the lines up to it.
#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/report_text.hpp"
#include "cli/scenario_files.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::cli {
namespace {

class Trace : public Command {
  void add_options(Options& options) override {
    options.text("SCENARIO", scenario_, "a scenario file", {.values = scenario_values(), .required = true});
    options.value("--seed", seed_, parse_seed, "the seed to run, decimal or 0x hexadecimal",
                  {.type = "N", .required = true});
    options.text("--mutant", mutant_, "with this bug planted", {.type = "NAME", .values = mutant_values()});
    add_mutants_folder(options, mutants_folder_);
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
    const std::string problems = filter_.unknown_names(plan, session.guest);
    if (!problems.empty()) return refuse(problems);
    bool shown = false;
    Timeline timeline(plan, filter_.filter, [&shown](std::string_view line) {
      print_data(std::string(line) + "\n");
      shown = true;
    });
    Observer* const observers[] = {&timeline};
    harness::SeedResult result = harness::checked_run(plan, session.guest, observers);
    result.wall = std::chrono::steady_clock::now() - start;
    result.cpu = result.wall;
    if (!shown) print_error("groundhog: no line of this trace passes the filters\n");

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
  TraceFilter filter_;
};

}  // namespace

std::unique_ptr<Command> make_trace() { return std::make_unique<Trace>(); }

}  // namespace groundhog::cli
