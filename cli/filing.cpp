#include "cli/filing.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/campaign/campaign.hpp"
#include "cli/checked_run.hpp"
#include "cli/history_file.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/json_report.hpp"
#include "sim/scenario/expand.hpp"

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

void write_history(const fs::path& file, const Scenario& scenario, const System& system, const SeedResult& result,
                   const WorkerLimits& limits) {
  const bool survives_crash = result.end != SeedEnd::completed;
  const RunSeed record = [&](std::uint64_t seed) {
    const Plan plan = expand(scenario, seed);
    HistoryFile history(plan, file.string(), survives_crash);
    Observer* const observers[] = {&history};
    return checked_run(plan, system, observers);
  };
  CampaignOptions options;
  options.limits = limits;
  options.limits.seed_timeout = std::min<std::chrono::milliseconds>(limits.seed_timeout, longest_recording);
  run_campaign(ShardedSeeds(SeedRanges::single(result.seed), {}), record, options, {});
}

}  // namespace

std::string failure_folder(const std::string& out_folder, const std::string& scenario, std::uint64_t seed) {
  return (fs::path(out_folder) / scenario / seed_folder_name(seed)).string();
}

bool file_failure(const std::string& folder, const Scenario& scenario, const System& system, const SeedResult& result,
                  const WorkerLimits& limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!write_run_json(fs::path(folder) / "run.json", scenario, result, limits)) return false;
  write_history(fs::path(folder) / "history.jsonl", scenario, system, result, limits);
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
