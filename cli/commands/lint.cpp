#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/scenario_files.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/text/text.hpp"

namespace groundhog::cli {
namespace {

class Lint : public Command {
  std::string help() const override { return "check scenario files and report everything wrong"; }

  void add_options(Options& options) override {
    options.texts("SCENARIO", scenarios_, "scenario files, or folders of them", {.required = true});
    add_mutants_folder(options, mutants_folder_);
  }

  ExitCode run(const Session& session) override {
    const harness::Catalogue catalogue(session.guest, harness::Museum(mutants_folder_).names());
    const auto scenarios = load_scenarios(scenarios_, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    print_error(harness::count_of(scenarios->size(), "scenario") + ", nothing wrong\n");
    return ExitCode::as_expected;
  }

  std::vector<std::string> scenarios_;
  std::string mutants_folder_ = default_mutants_folder;
};

}  // namespace

std::unique_ptr<Command> make_lint() { return std::make_unique<Lint>(); }

}  // namespace groundhog::cli
