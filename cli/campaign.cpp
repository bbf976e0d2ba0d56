#include "cli/campaign.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/output/report_text.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/determinism.hpp"
#include "harness/runner/process.hpp"
#include "harness/runner/run_jobs.hpp"
#include "harness/shrink/minimise.hpp"
#include "harness/text/shell.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {

namespace {

using Clock = std::chrono::steady_clock;

std::string by_hand(const std::string& folder) {
  return ": groundhog shrink " + harness::shell_file(harness::full_repro_in(folder)) +
         " takes the time that you give it";
}

class ScenarioCampaign {
 public:
  ScenarioCampaign(const Scenario& scenario, const ScenarioShare& share, const Guest& guest, const RunOptions& options,
                   const Console& console, Format& reports, AutoShrink& auto_shrink)
      : scenario_(scenario),
        share_(share),
        guest_(guest),
        options_(options),
        reports_(reports),
        auto_shrink_(auto_shrink),
        status_(console),
        report_(scenario),
        filed_(harness::filed_seeds(options.out_folder, scenario.name)) {}

  harness::ScenarioReport run() {
    const auto start = std::chrono::steady_clock::now();
    run_seeds();
    status_.clear();
    if (passed_again_ > 0) {
      print_error(scenario_.name + ": " + count_of(passed_again_, "filed failure") +
                  " passed: --rerun-failed leaves out what passed\n");
    }
    report_.wall = std::chrono::steady_clock::now() - start;
    if (options_.check_determinism && !report_.interrupted && !hashes_.empty()) compare();
    if (auto_shrink_.shrink_failures_of(scenario_, report_)) report_.interrupted = true;
    report_.unwritten = report_.unwritten || auto_shrink_.unwritten();
    reports_.on_scenario(report_);
    return std::move(report_);
  }

 private:
  void run_seeds() {
    report_.jobs = options_.jobs;
    report_.limits = options_.limits;
    harness::RunnerOptions runner{.workers = options_.jobs, .limits = report_.limits};
    runner.time_limit = share_.time_limit;
    runner.fail_fast = share_.fail_fast;

    if (options_.keep > 0) running_.emplace(options_.out_folder, scenario_, report_.limits);
    report_.chosen = share_.seeds;
    report_.shard = options_.shard;
    report_.due = share_.shard.size_of(share_.seeds.size());
    const harness::Jobs jobs{report_.due, [&](std::uint64_t index) {
                               const std::uint64_t seed = share_.seeds.at(share_.shard.position(index));
                               return harness::Job{seed, [this, seed] { return run_seed(seed); }};
                             }};
    harness::RunnerReporter reporter;
    reporter.on_result = [this](const harness::SeedResult& result) { take(result); };
    reporter.on_progress = [this](const harness::RunnerProgress& progress) {
      status_.show(progress.elapsed, [&] { return progress_text(scenario_.name, progress); });
    };
    report_.interrupted = harness::run_jobs(jobs, runner, reporter);
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
    print_error("interrupted: what was running can be run again:\n");
    for (const std::string& file : left) print_error("  " + harness::replay_command_line(file) + "\n");
  }

  void take(const harness::SeedResult& result) {
    report_.add(result);
    if (result.end == harness::SeedEnd::completed) hashes_[result.seed] = result.hash;
    if (!result.failed() && result.gave_up.empty()) forget(result.seed);
    if (!result.failed()) return reports_.on_seed({report_, result});

    status_.clear();
    if (running_ && result.end != harness::SeedEnd::completed) running_->forget_the_dead();
    const std::string filed_in = file(result);
    if (harness::FailureGroup* group = report_.groups.begun_by(result.seed)) group->filed_in = filed_in;
    reports_.on_seed({report_, result, filed_in, !filed_in.empty() && auto_shrink_.will_follow(result)});
  }

  // A seed that was filed as failed, and passes.
  void forget(std::uint64_t seed) {
    if (!filed_.contains_all(SeedSet::single(seed))) return;
    const auto marked = harness::mark_as_passed(harness::failure_folder(options_.out_folder, scenario_.name, seed));
    if (marked) return void(++passed_again_);
    complain(marked.error());
    report_.unwritten = true;
  }

  // The folder, or nothing if this failure is not kept.
  std::string file(const harness::SeedResult& result) {
    if (report_.seeds_failed > options_.keep) return {};
    std::string folder = harness::failure_folder(options_.out_folder, scenario_.name, result.seed);
    const auto filed = harness::file_failure(folder, scenario_, guest_, result, report_.limits);
    if (filed) return folder;
    complain(filed.error());
    report_.unwritten = true;
    return {};
  }

  void compare() {
    const auto disagreements =
        harness::compare_processes(scenario_, guest_, hashes_, {.workers = report_.jobs, .limits = report_.limits});
    if (!disagreements) {
      complain(disagreements.error());
      report_.internal_error = true;
      return;
    }
    report_.nondeterministic_seeds = disagreements->size();
    for (const harness::Disagreement& disagreement : *disagreements) {
      print_error(harness::disagreement_text(scenario_.name, disagreement) + "\n");
    }
    if (disagreements->empty()) {
      print_error(scenario_.name + ": " + count_of(hashes_.size(), "seed") + " ran twice, with the same history\n");
    }
  }

  const Scenario& scenario_;
  const ScenarioShare& share_;
  const Guest& guest_;
  const RunOptions& options_;
  Format& reports_;
  AutoShrink& auto_shrink_;
  StatusLine status_;
  harness::ScenarioReport report_;
  harness::SeedHashes hashes_;
  SeedSet filed_;  // as failed, before this run
  std::uint64_t passed_again_ = 0;
  std::optional<harness::RunningSeeds> running_;  // unless nothing is to be filed
};

harness::MinimalForm minimal_form_of(const MinimisedFailure& found) {
  const harness::Minimised& minimised = found.minimised;
  const harness::SeedViolation* violation = harness::violation_of(minimised.result, found.failure.signature.about);
  return {.repro_file = found.repro_file,
          .size = minimised.repro.outcome->size,
          .from = found.failure.size,
          .message = violation != nullptr ? violation->message : minimised.result.detail,
          .verified = minimised.outcome.shrunk.minimal,
          .scenario = found.view.scenario,
          .events = found.view.events};
}

}  // namespace

bool AutoShrink::is_wanted(const harness::ScenarioReport& report) const {
  return !options_.no_shrink && options_.keep > 0 && !options_.check_determinism && !report.interrupted;
}

bool AutoShrink::will_follow(const harness::SeedResult& result) {
  const bool shrinks = !options_.no_shrink && !options_.check_determinism && spent_ < budget;
  if (!shrinks || shrunk_ + expected_.size() >= most || result.end == harness::SeedEnd::timed_out) return false;
  const harness::FailureSignature kind = harness::signature_of(result);
  return !seen_.contains(kind) && expected_.insert(kind).second;
}

bool AutoShrink::shrink_failures_of(const Scenario& scenario, harness::ScenarioReport& report) {
  expected_.clear();
  if (!is_wanted(report)) return false;
  const harness::Interruption interruption;
  // Only what is filed: a minimal repro belongs beside its full one.
  const std::size_t filed = std::min<std::uint64_t>(report.failures.size(), options_.keep);
  for (std::size_t i = 0; i < filed && shrunk_ < most && spent_ < budget; ++i) {
    const harness::SeedResult& result = report.failures[i];
    if (!seen_.insert(harness::signature_of(result)).second) continue;
    const auto start = Clock::now();
    const bool interrupted = shrink(scenario, result, report) || interruption.happened();
    spent_ += Clock::now() - start;
    if (interrupted) return true;
  }
  return false;
}

bool AutoShrink::shrink(const Scenario& scenario, const harness::SeedResult& result, harness::ScenarioReport& report) {
  const std::string folder = harness::failure_folder(options_.out_folder, scenario.name, result.seed);
  // Each candidate would take as long, and the budget with it.
  if (result.end == harness::SeedEnd::timed_out) {
    complain("what hangs is not shrunk by itself" + by_hand(folder));
    return false;
  }
  ++shrunk_;
  const Plan plan = expand(scenario, result.seed);
  const harness::FoundFailure failure{scenario.file, plan, result, harness::signature_of(result),
                                      harness::size_of(plan, result)};

  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(budget - spent_);
  const harness::Minimised minimised =
      minimise(failure, guest_, {.jobs = options_.jobs, .budget = left, .limits = report.limits}, console_);
  const std::string nothing = no_minimum_text(failure, minimised);
  if (!nothing.empty()) {
    complain(nothing + by_hand(folder));
    return minimised.outcome.interrupted;
  }
  const std::string file = (std::filesystem::path(folder) / "min.repro").string();
  const auto written = write_minimal(file, minimised);
  if (!written) complain(written.error());
  unwritten_ = unwritten_ || !written;
  const MinimisedFailure found{
      written.value_or(""), harness::same_seed_command(scenario.file, result.seed, report.limits), failure, minimised,
      view_failure(minimised.outcome.shrunk.plan, guest_, minimised.result, failure.signature.about)};
  if (harness::FailureGroup* group = report.groups.find(failure.signature)) group->minimal = minimal_form_of(found);
  reports_.on_minimised(found);
  return minimised.outcome.interrupted;
}

harness::Minimised minimise(const harness::FoundFailure& failure, const Guest& guest, harness::ShrinkSettings settings,
                            const Console& console) {
  StatusLine status(console);
  settings.on_progress = [&](const harness::ShrinkStatus& now) {
    status.show(now.elapsed, [&] { return shrink_status_text(failure.plan.name, now); });
  };
  harness::Minimised minimised = harness::minimise(failure, guest, settings);
  status.clear();
  return minimised;
}

tl::expected<std::string, std::string> write_minimal(const std::string& file, const harness::Minimised& minimised,
                                                     bool force) {
  const std::string reason = harness::reason_to_stay(file, minimised.repro, minimised.outcome.shrunk.minimal);
  if (!reason.empty() && !force) {
    complain(file + " stays: it " + reason);
    return std::string();
  }
  return harness::write_repro(file, minimised.repro).map([&] { return file; });
}

harness::ScenarioReport run_scenario(const Scenario& scenario, const ScenarioShare& share, const Guest& guest,
                                     const RunOptions& options, const Console& console, Format& reports,
                                     AutoShrink& auto_shrink) {
  return ScenarioCampaign(scenario, share, guest, options, console, reports, auto_shrink).run();
}

}  // namespace groundhog::cli
