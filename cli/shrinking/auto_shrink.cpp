#include "cli/shrinking/auto_shrink.hpp"

#include <filesystem>

#include "cli/filing.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/status_line.hpp"
#include "cli/repro/repro_file.hpp"
#include "cli/shrinking/minimised_text.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog {
namespace {

using Clock = std::chrono::steady_clock;

// The file, or nothing if it cannot be written.
std::string write_minimal(const std::string& folder, const Repro& repro) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string file = (std::filesystem::path(folder) / "min.repro").string();
  if (write_repro(file, repro)) return file;
  print_error("groundhog: cannot write " + file + "\n");
  return {};
}

}  // namespace

bool AutoShrink::is_wanted(const ScenarioReport& report) const {
  return options_.shrink && options_.keep > 0 && !options_.check_determinism && !report.interrupted;
}

void AutoShrink::shrink_failures_of(const Scenario& scenario, const ScenarioReport& report) {
  if (!is_wanted(report)) return;
  for (const SeedResult& result : report.failures) {
    if (shrunk_ == most || spent_ >= budget) return;
    if (!seen_.insert(signature_of(result)).second) continue;
    ++shrunk_;
    const auto start = Clock::now();
    shrink(scenario, result, report);
    spent_ += Clock::now() - start;
  }
}

void AutoShrink::shrink(const Scenario& scenario, const SeedResult& result, const ScenarioReport& report) {
  FoundFailure failure{scenario.file, expand(scenario, result.seed), result, signature_of(result), {}};
  failure.size = size_of(failure.plan, result, system_);

  StatusLine status(console_);
  ShrinkSettings settings;
  settings.jobs = options_.jobs;
  settings.budget = std::chrono::duration_cast<std::chrono::milliseconds>(budget - spent_);
  settings.limits = report.limits;
  settings.on_progress = [&](const ShrinkStatus& now) {
    status.show(now.elapsed, [&] { return shrink_status_text(scenario.name, now); });
  };
  KnownVerdicts verdicts;
  const Minimised minimised = minimise(failure, system_, settings, verdicts);
  status.clear();

  const std::string folder = failure_folder(options_.out_folder, scenario.name, result.seed);
  const MinimisedText where{scenario.name, result.seed, write_minimal(folder, minimised.repro),
                            same_seed_command(scenario.file, result.seed, report.limits)};
  print_error(minimised_text(where, failure, minimised, console_) + last_events_text(minimised) + "\n");
  if (options_.json) print_data(minimised_json_line(where, failure, minimised));
}

}  // namespace groundhog
