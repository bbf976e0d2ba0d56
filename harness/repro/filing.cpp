#include "harness/repro/filing.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "harness/repro/command_lines.hpp"
#include "harness/repro/decision_journal.hpp"
#include "harness/repro/history_file.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/running_seeds.hpp"
#include "harness/repro/seed_json.hpp"
#include "harness/runner/campaign.hpp"
#include "harness/runner/scenario_report.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog::harness {
namespace {

namespace fs = std::filesystem;

// A seed that hangs would hang here again; its first seconds show where.
constexpr std::chrono::milliseconds longest_hang{10'000};
// Writing everything down takes longer than living it.
constexpr int patience = 10;

// A day that ends is recorded whole, however slow it is.
std::chrono::milliseconds time_for_recording(const SeedResult& result, const WorkerLimits& limits) {
  const auto least = std::min(limits.seed_timeout, longest_hang);
  const bool hangs = result.end == SeedEnd::timed_out && result.events == 0;  // else it was late, and told all the same
  if (hangs) return least;
  return std::max(least, std::chrono::ceil<std::chrono::milliseconds>(result.wall) * patience);
}

bool write_run_json(const fs::path& file, const Scenario& scenario, const SeedResult& result,
                    const WorkerLimits& limits) {
  JsonObject object;
  object.add("scenario", scenario.name).add("file", scenario.file);
  add_seed_members(object, result);
  object.add("command", same_seed_command(scenario.file, result.seed, limits)).add("build", build_json());
  std::ofstream out(file);
  out << object.text() << '\n';
  return out.good();
}

// The outcome is told as the campaign saw it.
Repro told(Repro repro, const Scenario& scenario, const SeedResult& result, const WorkerLimits& limits) {
  repro.scenario_file = scenario.file;
  repro.limits = limits;
  repro.about = causes_of(result).front();
  if (!repro.outcome) repro.outcome.emplace();
  repro.outcome->end = result.end;
  repro.outcome->detail = result.detail;
  repro.outcome->violations = result.violations;
  return repro;
}

// What is known of the day before it is lived.
Repro unlived(const Plan& plan) {
  Repro repro = unfinished_repro(plan.name, {}, print_plan(plan), plan.seed);
  repro.outcome.emplace().size = {plan.faults.size(), plan.operations.size(), 0};
  return repro;
}

// In a worker: from the form that a crash leaves behind to the whole.
void record(const fs::path& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
            const WorkerLimits& limits, DecisionJournal& journal) {
  const Plan plan = expand(scenario, result.seed);
  const std::string file = full_repro_in(folder);
  write_repro(file, told(unlived(plan), scenario, result, limits));
  HistoryFile history(plan, folder / "history.jsonl", result.end != SeedEnd::completed);
  Observer* const observers[] = {&history};
  write_repro(file, told(record_repro(plan, guest, {}, observers, &journal), scenario, result, limits));
}

// The day that died left its decisions.
void add_decisions(const std::string& file, const DecisionJournal& journal) {
  auto repro = read_repro(file);
  if (!repro || !repro->outcome || !repro->outcome->trail.events.empty()) return;
  repro->outcome->decisions = journal.decisions();
  write_repro(file, *repro);
}

void record_in_worker(const fs::path& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
                      const WorkerLimits& limits) {
  DecisionJournal journal;
  const RunSeed run = [&](std::uint64_t) {
    record(folder, scenario, guest, result, limits, journal);
    return SeedResult();
  };
  CampaignOptions options;
  options.limits = limits;
  options.limits.seed_timeout = time_for_recording(result, limits);
  bool whole = false;
  CampaignReporter reporter;
  reporter.on_result = [&](const SeedResult& recording) { whole = !recording.failed(); };
  run_campaign(ShardedSeeds(SeedRanges::single(result.seed), {}), run, options, reporter);
  if (!whole) add_decisions(full_repro_in(folder), journal);
}

}  // namespace

std::string full_repro_in(const std::string& folder) { return (fs::path(folder) / "full.repro").string(); }

std::string failure_folder(const std::string& out_folder, const std::string& scenario, std::uint64_t seed) {
  return (fs::path(out_folder) / scenario / seed_folder_name(seed)).string();
}

bool file_failure(const std::string& folder, const Scenario& scenario, const Guest& guest, const SeedResult& result,
                  const WorkerLimits& limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!write_run_json(fs::path(folder) / "run.json", scenario, result, limits)) return false;
  const Repro as_written = told(unfinished_repro(scenario, result.seed, limits), scenario, result, limits);
  if (!write_repro(full_repro_in(folder), as_written)) return false;
  record_in_worker(folder, scenario, guest, result, limits);
  return true;
}

SeedRanges filed_seeds(const std::string& out_folder, const std::string& scenario) {
  std::vector<std::uint64_t> seeds;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(fs::path(out_folder) / scenario, error)) {
    const auto seed = parse_seed("0x" + entry.path().filename().string());
    if (seed && fs::exists(entry.path() / "run.json")) seeds.push_back(*seed);
  }
  return SeedRanges::of(seeds);
}

}  // namespace groundhog::harness
