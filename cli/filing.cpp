#include "cli/filing.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/campaign/campaign.hpp"
#include "cli/history_file.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/json_report.hpp"
#include "cli/output/scenario_report.hpp"
#include "cli/repro/record.hpp"
#include "cli/repro/repro_file.hpp"
#include "cli/repro/running_seeds.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog {
namespace {

namespace fs = std::filesystem;

// A seed that hangs would hang here again; its first seconds show where.
constexpr std::chrono::seconds longest_recording{10};

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

// What is known of a run that died: all but its events and decisions.
Repro unrecorded(Repro repro, const SeedResult& result) {
  repro.about = causes_of(result).front();
  repro.outcome.emplace();
  repro.outcome->end = result.end;
  repro.outcome->detail = result.detail;
  repro.outcome->violations = result.violations;
  return repro;
}

Repro unrecorded(const Scenario& scenario, const Plan& plan, const SeedResult& result) {
  Repro repro = unrecorded(unfinished_repro(scenario.name, scenario.file, print_plan(plan), plan.seed), result);
  repro.outcome->size = {plan.faults.size(), plan.operations.size(), 0};
  return repro;
}

// In a worker: from the form that a crash leaves behind to the whole. If the seed now ends in another way, the first
// way is what is kept.
void record(const fs::path& folder, const Scenario& scenario, const System& system, const SeedResult& result) {
  const Plan plan = expand(scenario, result.seed);
  const std::string file = full_repro_in(folder);
  write_repro(file, unrecorded(scenario, plan, result));
  HistoryFile history(plan, folder / "history.jsonl", result.end != SeedEnd::completed);
  Observer* const observers[] = {&history};
  Repro repro = record_repro(plan, system, {}, observers);
  repro.scenario_file = scenario.file;
  if (repro.outcome->end == result.end) write_repro(file, repro);
}

void record_in_worker(const fs::path& folder, const Scenario& scenario, const System& system, const SeedResult& result,
                      const WorkerLimits& limits) {
  const RunSeed run = [&](std::uint64_t) {
    record(folder, scenario, system, result);
    return SeedResult();
  };
  CampaignOptions options;
  options.limits = limits;
  options.limits.seed_timeout = std::min<std::chrono::milliseconds>(limits.seed_timeout, longest_recording);
  run_campaign(ShardedSeeds(SeedRanges::single(result.seed), {}), run, options, {});
}

}  // namespace

std::string full_repro_in(const std::string& folder) { return (fs::path(folder) / "full.repro").string(); }

std::string failure_folder(const std::string& out_folder, const std::string& scenario, std::uint64_t seed) {
  return (fs::path(out_folder) / scenario / seed_folder_name(seed)).string();
}

bool file_failure(const std::string& folder, const Scenario& scenario, const System& system, const SeedResult& result,
                  const WorkerLimits& limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!write_run_json(fs::path(folder) / "run.json", scenario, result, limits)) return false;
  if (!write_repro(full_repro_in(folder), unrecorded(unfinished_repro(scenario, result.seed, limits), result)))
    return false;
  record_in_worker(folder, scenario, system, result, limits);
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

}  // namespace groundhog
