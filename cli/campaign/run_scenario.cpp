#include "cli/campaign/run_scenario.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/campaign/compare_processes.hpp"
#include "cli/output/progress.hpp"
#include "harness/repro/filing.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/text/text.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

// Before sharding.
SeedSet chosen_seeds(const Scenario& scenario, const RunOptions& options) {
  if (options.rerun_failed) return harness::filed_seeds(options.out_folder, scenario.name);
  if (options.seeds) return *options.seeds;
  SeedSet own = scenario.seeds;
  if (!options.time_limit || own.empty()) return own;
  std::vector<SeedSet::Range> onwards(own.ranges().begin(), own.ranges().end());
  const SeedSet beyond = SeedSet::from(own.ranges().back().last);
  onwards.insert(onwards.end(), beyond.ranges().begin(), beyond.ranges().end());
  return SeedSet(onwards);
}

class ScenarioCampaign {
 public:
  ScenarioCampaign(const Scenario& scenario, const Guest& guest, const RunOptions& options, const Console& console,
                   Format& reports, AutoShrink& auto_shrink)
      : scenario_(scenario),
        guest_(guest),
        options_(options),
        reports_(reports),
        auto_shrink_(auto_shrink),
        status_(console),
        report_(scenario) {}

  harness::ScenarioReport run() {
    const auto start = std::chrono::steady_clock::now();
    run_seeds();
    status_.clear();
    report_.wall = std::chrono::steady_clock::now() - start;
    if (options_.check_determinism && !report_.interrupted && !hashes_.empty()) compare();
    if (auto_shrink_.shrink_failures_of(scenario_, report_)) report_.interrupted = true;
    reports_.on_scenario(report_);
    return std::move(report_);
  }

 private:
  void run_seeds() {
    report_.jobs = options_.jobs;
    report_.limits = options_.limits;
    harness::RunnerOptions runner{.workers = options_.jobs, .limits = report_.limits};
    runner.time_limit = options_.time_limit;
    runner.fail_fast = options_.fail_fast;

    if (options_.keep > 0) running_.emplace(options_.out_folder, scenario_, report_.limits);
    const SeedSet seeds = chosen_seeds(scenario_, options_);
    const Shard& shard = options_.shard;
    const harness::Jobs jobs{shard.size_of(seeds.size()), [&](std::uint64_t index) {
                               const std::uint64_t seed = seeds.at(shard.position(index));
                               return harness::Job{seed, [this, seed] { return run_seed(seed); }};
                             }};
    harness::RunnerReporter reporter;
    reporter.on_result = [this](const harness::SeedResult& result) { take(result); };
    reporter.on_progress = [this](const harness::RunnerProgress& progress) {
      status_.show(progress.elapsed, [&] { return progress_text(scenario_.name, progress); });
    };
    report_.interrupted = harness::run_jobs(jobs, runner, reporter).interrupted;
    if (report_.interrupted) mention_running();
    running_.reset();
  }

  // In a worker process.
  harness::SeedResult run_seed(std::uint64_t seed) {
    if (running_) running_->begin(seed);
    return harness::checked_run(expand(scenario_, seed), guest_);
  }

  void mention_running() {
    if (!running_) return;
    status_.clear();
    const std::vector<std::string> left = running_->keep();
    if (left.empty()) return;
    std::string text = "interrupted: what was running can be lived again with groundhog replay";
    for (const std::string& file : left) text += " " + file;
    print_error(text + "\n");
  }

  void take(const harness::SeedResult& result) {
    report_.add(result);
    if (result.end == harness::SeedEnd::completed) hashes_[result.seed] = result.hash;
    if (!result.failed()) return reports_.on_seed({report_, result});

    status_.clear();
    if (running_ && result.end != harness::SeedEnd::completed) running_->forget_the_dead();
    const std::string filed_in = file(result);
    reports_.on_seed({report_, result, filed_in, !filed_in.empty() && auto_shrink_.will_follow(result)});
  }

  // The folder, or nothing if this failure is not kept.
  std::string file(const harness::SeedResult& result) {
    if (report_.seeds_failed > options_.keep) return {};
    std::string folder = harness::failure_folder(options_.out_folder, scenario_.name, result.seed);
    if (harness::file_failure(folder, scenario_, guest_, result, report_.limits)) return folder;
    print_error("groundhog: cannot write to " + folder + "\n");
    return {};
  }

  void compare() {
    const auto disagreements = compare_processes(scenario_, guest_, hashes_, options_);
    if (!disagreements) {
      print_error("groundhog: " + disagreements.error() + "\n");
      report_.internal_error = true;
      return;
    }
    report_.nondeterministic_seeds = disagreements->size();
    for (const harness::Disagreement& disagreement : *disagreements) {
      print_error(harness::disagreement_text(scenario_.name, disagreement) + "\n");
    }
    if (disagreements->empty()) {
      print_error(scenario_.name + ": " + harness::count_of(hashes_.size(), "seed") +
                  " ran twice, with the same history\n");
    }
  }

  const Scenario& scenario_;
  const Guest& guest_;
  const RunOptions& options_;
  Format& reports_;
  AutoShrink& auto_shrink_;
  StatusLine status_;
  harness::ScenarioReport report_;
  harness::SeedHashes hashes_;
  std::optional<harness::RunningSeeds> running_;  // unless nothing is to be filed
};

}  // namespace

harness::ScenarioReport run_scenario(const Scenario& scenario, const Guest& guest, const RunOptions& options,
                                     const Console& console, Format& reports, AutoShrink& auto_shrink) {
  return ScenarioCampaign(scenario, guest, options, console, reports, auto_shrink).run();
}

}  // namespace groundhog::cli
