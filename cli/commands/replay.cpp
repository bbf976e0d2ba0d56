#include <utility>

#include "cli/campaign/campaign.hpp"
#include "cli/catalogue.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "cli/commands/run_mutant.hpp"
#include "cli/mutants/planted.hpp"
#include "cli/replay/debugger.hpp"
#include "cli/replay/replay_day.hpp"
#include "cli/replay/replay_report.hpp"
#include "cli/repro/repro_file.hpp"
#include "cli/trace_choice.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog {
namespace {

std::string problems_of(const ReplayOptions& options, const Plan& plan, const System& system) {
  std::string problems = problems_of(options.trace, plan, system);
  const auto* point = options.until ? std::get_if<FirstAnnouncement>(&*options.until) : nullptr;
  if (point != nullptr) problems += problems_of_announcement(point->event, system);
  if (options.state && *options.state > plan.chaos + plan.settle) {
    problems += "groundhog: --state is after the end of the day\n";
  }
  return problems;
}

struct Replayed {
  SeedResult result;
  bool interrupted = false;
};

// In a process of its own: the day may crash it or hang.
Replayed replay_in_worker(const RunSeed& replay, std::uint64_t seed, const WorkerLimits& limits) {
  CampaignOptions campaign;
  campaign.limits = limits;
  Replayed replayed;
  CampaignReporter reporter;
  reporter.on_result = [&](const SeedResult& result) { replayed.result = result; };
  const ShardedSeeds seeds(SeedRanges::single(seed), {});
  replayed.interrupted = run_campaign(seeds, replay, campaign, reporter).interrupted;
  return replayed;
}

void mention_what_was_not_met(const ReplayOptions& options, ReplayFindings& findings) {
  if (findings.diverged) return;
  const bool met_by_time = options.until && std::holds_alternative<std::chrono::nanoseconds>(*options.until);
  if (options.until && !met_by_time && !findings.reached) {
    print_error("groundhog: the run ended without what --until names\n");
  }
  if (options.state && !findings.reached) print_error("groundhog: the run ended before the time of --state\n");
  if (options.trace.wanted && !findings.shown) print_error("groundhog: no line of this trace passes the filters\n");
}

ExitCode replay(const Repro& repro, const Scenario& scenario, const System& system, const ReplayOptions& options,
                const Console& console) {
  const Plan plan = expand(scenario, repro.seed);
  const std::string problems = problems_of(options, plan, system);
  if (!problems.empty()) {
    print_error(problems);
    return ExitCode::usage;
  }
  const ReplayMode mode = mode_of(repro, build_stamp(), options.guided);
  SharedFindings findings;
  const RunSeed live = [&](std::uint64_t) { return replay_day(repro, plan, system, options, mode, *findings); };
  const Replayed replayed =
      options.trap ? Replayed{live(repro.seed)} : replay_in_worker(live, repro.seed, options.limits.over(repro.limits));
  if (replayed.interrupted) return ExitCode::interrupted;

  mention_what_was_not_met(options, *findings);
  const ReplayReport report{options.file, repro, mode, replayed.result, *findings};
  if (options.json) print_data(replay_json_line(report));
  print_error(replay_text(report, console));
  return report.exit_code();
}

}  // namespace

ExitCode replay_command(const ReplayOptions& options, const Console& console) {
  const auto repro = read_repro(options.file);
  if (!repro) return complain(repro.error());
  if (!options.mutant.empty() && options.mutant != planted_mutant()) {
    return go_on_in_mutant(options.mutant, options.arguments, Museum(options.mutants_folder), console);
  }
  if (options.gdb) return complain(become_gdb(options.file, options.guided));
  const Catalogue catalogue;
  const auto scenario = load_scenario_text(repro->day, "the day in " + options.file, catalogue.loader());
  if (!scenario) {
    print_error(render(scenario.error(), console.color));
    return complain("this build cannot read the day of " + options.file);
  }
  return replay(*repro, *scenario, catalogue.system(), options, console);
}

}  // namespace groundhog
