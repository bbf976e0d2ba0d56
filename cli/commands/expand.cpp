#include "sim/scenario/expand.hpp"

#include "cli/commands/table.hpp"
#include "cli/options/values.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "sim/scenario/plan_text.hpp"

namespace groundhog::cli {
namespace {

class Expand : public Command {
  std::string help() const override { return "print the concrete plan of one seed"; }

  void add_options(Options& options) override {
    options.text("SCENARIO", scenario_, "a scenario file", {.required = true});
    options.value("--seed", seed_, seed_value, "one seed, decimal or 0x hexadecimal", {.type = "N", .required = true});
  }

  ExitCode run(const Session& session) override {
    const harness::Catalogue catalogue(session.guest);
    const auto scenarios = load_scenarios({{scenario_}}, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    for (const Scenario& scenario : *scenarios) print_data(print_plan(expand(scenario, seed_)));
    return ExitCode::as_expected;
  }

  std::string scenario_;
  std::uint64_t seed_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_expand() { return std::make_unique<Expand>(); }

}  // namespace groundhog::cli
