// What the clients of a scenario ask, in which state of the key, and what comes of it.
#include <memory>
#include <string>
#include <vector>

#include "checkers/issued/issued_counter.hpp"
#include "checkers/issued/wanted_cells.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/issued_text.hpp"
#include "cli/scenario_files.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

using checkers::IssuedCounts;

// The counts take the place of what else a run covers.
harness::SeedResult counted_run(const Plan& plan, const Guest& guest) {
  checkers::IssuedCounter counter(checkers::RunInfo::of(plan, guest), guest.commands());
  Observer* const observers[] = {&counter};
  harness::SeedResult result = harness::checked_run(plan, guest, observers);
  result.coverage.clear();
  for (const auto& [cell, count] : counter.counts()) result.coverage[checkers::name_of(cell)] = count;
  return result;
}

class Issued : public Command {
  void add_options(Options& options) override {
    options.text("SCENARIO", scenario_, "a scenario file", {.values = scenario_values(), .required = true});
    options.value("--seeds", seeds_, seeds_value, "seeds to run (default: the scenario's own)", {.type = "A..B"});
    options.value("--least", least_, parse_count, "name what can come and came less often, and exit with 1",
                  {.type = "N"});
    options.flag("--markdown", markdown_, "as the reference page is written");
    add_jobs(options, jobs_);
    add_limits(options, limits_);
  }

  ExitCode run(const Session& session) override {
    const Guest& guest = session.guest;
    const std::string lacks = checkers::lacking_evidence(guest, {.log = true, .deadlines = true});
    if (!lacks.empty()) return complain("nothing is known of keys here: this system has no " + lacks);
    const harness::Catalogue catalogue(guest);
    const auto scenarios = load_scenarios({{scenario_}}, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    if (scenarios->size() != 1) return complain(scenario_ + " holds several scenarios: name one");
    const Scenario& scenario = scenarios->front();
    const SeedSet seeds = seeds_.value_or(scenario.seeds);
    const std::string command = "groundhog issued " + scenario_ + " --seeds " + seeds.text() + " --markdown";
    IssuedTable table{scenario.name, command, seeds, {}, checkers::wanted_cells(guest.commands(), guest.operations()),
                      least_};
    const ExitCode ran = count(scenario, guest, seeds, table.counts);
    if (ran == ExitCode::interrupted) return ran;
    print_data(markdown_ ? issued_markdown(table) : issued_text(table));
    return worse_of(ran, judge(table));
  }

  // A seed that fails is named, and does not count.
  ExitCode count(const Scenario& scenario, const Guest& guest, const SeedSet& seeds, IssuedCounts& into) const {
    const harness::Jobs jobs{
        seeds.size(), [&](std::uint64_t index) {
          const std::uint64_t seed = seeds.at(index);
          return harness::Job{seed, [&, seed] { return counted_run(expand(scenario, seed), guest); }};
        }};
    ExitCode code = ExitCode::as_expected;
    const auto add = [&](const harness::SeedResult& result) {
      if (result.failed()) {
        code = complain("seed " + seed_text(result.seed) + " failed: groundhog run shows how", ExitCode::violated);
        return;
      }
      for (const auto& [name, times] : result.coverage) {
        if (const auto cell = checkers::cell_of(name)) into[*cell] += times;
      }
    };
    const bool interrupted = harness::run_jobs(jobs, {.workers = jobs_, .limits = limits_}, {.on_result = add});
    return interrupted ? ExitCode::interrupted : code;
  }

  static ExitCode judge(const IssuedTable& table) {
    const std::vector<std::string> problems = problems_of(table);
    for (const std::string& problem : problems) print_error(problem + "\n");
    return problems.empty() ? ExitCode::as_expected : ExitCode::violated;
  }

  std::string scenario_;
  std::optional<SeedSet> seeds_;
  std::uint64_t least_ = 0;
  bool markdown_ = false;
  unsigned jobs_ = 1;
  harness::WorkerLimits limits_;
};

}  // namespace

std::unique_ptr<Command> make_issued() { return std::make_unique<Issued>(); }

}  // namespace groundhog::cli
