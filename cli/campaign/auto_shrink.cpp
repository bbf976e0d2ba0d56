#include "cli/campaign/auto_shrink.hpp"

#include <algorithm>
#include <filesystem>

#include "cli/output/minimised_text.hpp"
#include "cli/output/progress.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/runner/process.hpp"
#include "harness/shrink/minimise.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

using Clock = std::chrono::steady_clock;

void note(const std::string& text) { print_error("groundhog: " + text + "\n"); }

// The file, or nothing if it was not written.
std::string write_minimal(const std::string& folder, const harness::Minimised& minimised) {
  const std::string file = (std::filesystem::path(folder) / "min.repro").string();
  const std::string reason = harness::reason_to_stay(file, minimised.repro, minimised.outcome.shrunk.minimal);
  if (!reason.empty()) {
    note(file + " stays: it " + reason);
    return {};
  }
  if (harness::write_repro(file, minimised.repro)) return file;
  note("cannot write " + file);
  return {};
}

std::string by_hand(const std::string& folder) {
  return ": groundhog shrink " + harness::full_repro_in(folder) + " takes the time that you give it";
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

bool AutoShrink::shrink_failures_of(const Scenario& scenario, const harness::ScenarioReport& report) {
  expected_.clear();
  if (!is_wanted(report)) return false;
  const harness::Interruption interruption;
  // Only what is filed: a minimal repro belongs beside its full one.
  const std::size_t filed = std::min<std::uint64_t>(report.failures.size(), options_.keep);
  for (std::size_t i = 0; i < filed && shrunk_ < most && spent_ < budget; ++i) {
    const harness::SeedResult& result = report.failures[i];
    if (!seen_.insert(harness::signature_of(result)).second) continue;
    const auto start = Clock::now();
    const bool interrupted = shrink(scenario, result, report.limits) || interruption.happened();
    spent_ += Clock::now() - start;
    if (interrupted) return true;
  }
  return false;
}

bool AutoShrink::shrink(const Scenario& scenario, const harness::SeedResult& result,
                        const harness::WorkerLimits& limits) {
  const std::string folder = harness::failure_folder(options_.out_folder, scenario.name, result.seed);
  // Each candidate would take as long, and the budget with it.
  if (result.end == harness::SeedEnd::timed_out) {
    note("what hangs is not shrunk by itself" + by_hand(folder));
    return false;
  }
  ++shrunk_;
  const Plan plan = expand(scenario, result.seed);
  const harness::FoundFailure failure{scenario.file, plan, result, harness::signature_of(result),
                                      harness::size_of(plan, result)};

  StatusLine status(console_);
  harness::ShrinkSettings settings;
  settings.jobs = options_.jobs;
  settings.budget = std::chrono::duration_cast<std::chrono::milliseconds>(budget - spent_);
  settings.limits = limits;
  settings.on_progress = [&](const harness::ShrinkStatus& now) {
    status.show(now.elapsed, [&] { return shrink_status_text(scenario.name, now); });
  };
  const harness::Minimised minimised = harness::minimise(failure, guest_, settings);
  status.clear();

  const std::string nothing = no_minimum_text(scenario.name, result.seed, minimised);
  if (!nothing.empty()) {
    note(nothing + by_hand(folder));
    return minimised.outcome.interrupted;
  }
  reports_.on_minimised({scenario.name, result.seed, write_minimal(folder, minimised),
                         harness::same_seed_command(scenario.file, result.seed, limits), failure, minimised});
  return minimised.outcome.interrupted;
}

}  // namespace groundhog::cli
