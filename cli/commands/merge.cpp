#include <memory>
#include <string>
#include <vector>

#include "cli/commands/table.hpp"
#include "cli/formats/reports.hpp"
#include "cli/options/shared.hpp"
#include "cli/shards/merge_shards.hpp"
#include "cli/shards/run_results.hpp"

namespace groundhog::cli {
namespace {

class Merge : public Command {
  void add_options(Options& options) override {
    options.texts("FILE", files_, "what each shard wrote: groundhog run … --shard i/n --json > FILE",
                  {.values = some_file(), .required = true});
    reports_.add_to(options);
  }

  ExitCode run(const Session& session) override {
    const std::vector<ReportChoice> choices = reports_.choices();
    std::vector<RunResults> shards;
    for (const std::string& file : files_) {
      auto results = read_results(file);
      if (!results) return complain(results.error());
      shards.push_back(std::move(*results));
    }
    const std::vector<std::string> wrong = contradictions(shards);
    for (const std::string& line : wrong) complain(line);
    if (!wrong.empty()) return ExitCode::usage;

    std::vector<MergedScenario> scenarios = merge_shards(shards);
    Reports out(session.console, scenarios.size() > 1);
    for (const ReportChoice& choice : choices) {
      if (const auto added = out.add(choice); !added) return complain(added.error(), ExitCode::internal_error);
    }
    return report(scenarios, gaps(shards), out);
  }

  static ExitCode report(std::vector<MergedScenario>& scenarios, const std::vector<std::string>& gaps, Reports& out) {
    std::vector<harness::ScenarioReport> reports;
    for (MergedScenario& scenario : scenarios) {
      scenario.report.is_merged = true;
      for (const harness::SeedResult& result : scenario.seeds) {
        scenario.report.add(result);
        out.on_seed({scenario.report, result});
      }
      add_minimal_forms(scenario);
      out.on_scenario(scenario.report);
      reports.push_back(std::move(scenario.report));
    }
    ExitCode code = exit_code_of(reports);
    for (const std::string& line : gaps) code = worse_of(code, complain(line, ExitCode::inconclusive));
    out.on_end(reports, code);
    const std::string problems = out.close();
    print_error(problems);
    return problems.empty() ? code : worse_of(code, ExitCode::internal_error);
  }

  std::vector<std::string> files_;
  ReportOptions reports_;
};

}  // namespace

std::unique_ptr<Command> make_merge() { return std::make_unique<Merge>(); }

}  // namespace groundhog::cli
