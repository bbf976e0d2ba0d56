// Also what --check-determinism starts as its second process.
#include <memory>
#include <string>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/scenario_files.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/determinism.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

class Hashes : public Command {
  void add_options(Options& options) override {
    options.text("SCENARIO", scenario_, "a scenario file", {.values = scenario_values(), .required = true});
    options.value("--seeds", seeds_, seeds_value, "seeds to run (default: the scenario's own)", {.type = "A..B"});
    options.flag("--events", events_, "print the running hash of each event of the one seed");
    add_jobs(options, jobs_);
    add_limits(options, limits_);
    options.value("--heap-padding", heap_padding_, parse_count, "", {.hidden = true});
  }

  ExitCode run(const Session& session) override {
    if (events_ && (!seeds_ || seeds_->size() != 1)) throw OptionError("--events", "needs one seed: add --seeds N");
    // Held to the end: every later allocation lies elsewhere than in the process that it is compared with.
    const std::unique_ptr<char[]> padding = std::make_unique<char[]>(heap_padding_);
    const harness::Catalogue catalogue(session.guest);
    const auto scenarios = load_scenarios({{scenario_}}, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    if (scenarios->size() != 1) return complain(scenario_ + " holds several scenarios: name one");
    return events_ ? print_events(scenarios->front(), session.guest) : print_seeds(scenarios->front(), session.guest);
  }

  ExitCode print_events(const Scenario& scenario, const Guest& guest) const {
    for (const harness::RecordedEvent& event : harness::record_events(scenario, guest, seeds_->at(0))) {
      print_data(seed_text(event.hash) + " " + event.line + "\n");
    }
    return ExitCode::as_expected;
  }

  // Of the seeds that complete.
  ExitCode print_seeds(const Scenario& scenario, const Guest& guest) const {
    const SeedSet seeds = seeds_.value_or(scenario.seeds);
    const harness::Jobs jobs{
        seeds.size(), [&](std::uint64_t index) {
          const std::uint64_t seed = seeds.at(index);
          return harness::Job{seed, [&, seed] { return harness::checked_run(expand(scenario, seed), guest); }};
        }};
    const auto print = [](const harness::SeedResult& result) {
      if (result.end != harness::SeedEnd::completed) return;
      print_data(seed_text(result.hash) + " " + seed_text(result.seed) + "\n");
    };
    const bool interrupted = harness::run_jobs(jobs, {.workers = jobs_, .limits = limits_}, {.on_result = print});
    return interrupted ? ExitCode::interrupted : ExitCode::as_expected;
  }

  std::string scenario_;
  std::optional<SeedSet> seeds_;
  bool events_ = false;
  unsigned jobs_ = 1;
  harness::WorkerLimits limits_;
  std::size_t heap_padding_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_hashes() { return std::make_unique<Hashes>(); }

}  // namespace groundhog::cli
