#include "cli/commands/run_scenario.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands/second_opinion.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/json_report.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/summary_text.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/running_seeds.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/text/text.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

// Blocks of text on a terminal that is read by people; the rest is in the reports.
constexpr std::uint64_t failures_shown = 20;

class ScenarioCampaign {
 public:
  ScenarioCampaign(const Scenario& scenario, const Guest& guest, const RunOptions& options, const Console& console,
                   AutoShrink& auto_shrink)
      : scenario_(scenario),
        guest_(guest),
        options_(options),
        console_(console),
        auto_shrink_(auto_shrink),
        progress_(console, scenario.name),
        report_(scenario) {}

  // Makes failures small, too.
  harness::ScenarioReport run() {
    run_campaign_and_compare();
    if (auto_shrink_.shrink_failures_of(scenario_, report_)) report_.interrupted = true;
    tell_the_unshrunk();
    return std::move(report_);
  }

 private:
  void run_campaign_and_compare() {
    const auto start = std::chrono::steady_clock::now();
    run_seeds();
    progress_.clear();
    report_.wall = std::chrono::steady_clock::now() - start;
    mention_unshown();
    if (options_.check_determinism && !report_.interrupted) compare();
    if (options_.json) print_data(scenario_json_line(report_));
  }

  void run_seeds() {
    report_.jobs = options_.jobs;
    report_.limits = {options_.seed_timeout, options_.memory_bytes};
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
    reporter.on_progress = [this](const harness::RunnerProgress& progress) { progress_.show(progress); };
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
    progress_.clear();
    const std::vector<std::string> left = running_->keep();
    if (left.empty()) return;
    std::string text = "interrupted: what was running can be lived again with groundhog replay";
    for (const std::string& file : left) text += " " + file;
    print_error(text + "\n");
  }

  void take(const harness::SeedResult& result) {
    report_.add(result);
    if (result.end == harness::SeedEnd::completed) hashes_[result.seed] = result.hash;
    if (options_.json) print_data(seed_json_line(scenario_.name, result));
    if (!result.failed()) return;

    progress_.clear();
    if (running_ && result.end != harness::SeedEnd::completed) running_->forget_the_dead();
    const std::string filed_in = file(result);
    const std::string repro = filed_in.empty() ? std::string() : harness::full_repro_in(filed_in);
    if (report_.seeds_failed > failures_shown) return;
    const FailureText text{scenario_.name, scenario_.file, filed_in, report_.limits, repro};
    const std::string block = failure_text(text, result, console_) + "\n";
    if (filed_in.empty() || !auto_shrink_.will_follow(result)) {
      print_error(block);
      return;
    }
    print_error(brief_failure_text(text, result, console_));
    told_in_brief_.emplace_back(result.seed, block);
  }

  // Time ran out, or nothing smaller was found.
  void tell_the_unshrunk() const {
    for (const auto& [seed, block] : told_in_brief_) {
      if (!auto_shrink_.has_told(scenario_, seed)) print_error(block);
    }
  }

  // The folder, or nothing if this failure is not kept.
  std::string file(const harness::SeedResult& result) {
    if (report_.seeds_failed > options_.keep) return {};
    std::string folder = harness::failure_folder(options_.out_folder, scenario_.name, result.seed);
    if (harness::file_failure(folder, scenario_, guest_, result, report_.limits)) return folder;
    print_error("groundhog: cannot write to " + folder + "\n");
    return {};
  }

  void mention_unshown() const {
    if (report_.seeds_failed <= failures_shown) return;
    print_error("… and " + harness::count_of(report_.seeds_failed - failures_shown, "more failed seed") + " of " +
                scenario_.name + "\n\n");
  }

  void compare() {
    const SecondOpinion second = second_opinion(scenario_, guest_, hashes_, options_);
    if (!second.problem.empty()) {
      print_error("groundhog: " + second.problem + "\n");
      report_.internal_error = true;
    }
    report_.nondeterministic_seeds = second.disagreements.size();
    for (const harness::Disagreement& disagreement : second.disagreements) {
      print_error(harness::disagreement_text(scenario_.name, disagreement) + "\n");
    }
    if (second.problem.empty() && second.disagreements.empty() && !hashes_.empty()) {
      print_error(scenario_.name + ": " + harness::count_of(hashes_.size(), "seed") +
                  " ran twice, with the same history\n");
    }
  }

  const Scenario& scenario_;
  const Guest& guest_;
  const RunOptions& options_;
  const Console& console_;
  AutoShrink& auto_shrink_;
  ProgressLine progress_;
  harness::ScenarioReport report_;
  harness::SeedHashes hashes_;
  std::vector<std::pair<std::uint64_t, std::string>> told_in_brief_;  // with their blocks
  std::optional<harness::RunningSeeds> running_;                      // unless nothing is to be filed
};

}  // namespace

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

harness::ScenarioReport run_scenario(const Scenario& scenario, const Guest& guest, const RunOptions& options,
                                     const Console& console, AutoShrink& auto_shrink, bool one_of_several) {
  harness::ScenarioReport report = ScenarioCampaign(scenario, guest, options, console, auto_shrink).run();
  print_error(one_of_several ? brief_summary(report, console) : scenario_summary(report, console));
  return report;
}

}  // namespace groundhog::cli
