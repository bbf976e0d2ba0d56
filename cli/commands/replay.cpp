#include <csignal>
#include <cstdio>
#include <utility>

#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "cli/commands/run_mutant.hpp"
#include "cli/commands/trace_names.hpp"
#include "cli/output/replay_report.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/replay/debugger.hpp"
#include "harness/replay/replay_run.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::cli {
namespace {

std::string problems_of(const ReplayOptions& options, const Plan& plan, const Guest& guest) {
  std::string problems = unknown_names_in(options.trace.filter, plan, guest);
  const auto* point = options.until ? std::get_if<harness::FirstAnnouncement>(&*options.until) : nullptr;
  if (point != nullptr) problems += unknown_announcement(point->event, guest);
  if (options.state && *options.state > plan.chaos + plan.settle) {
    problems += "groundhog: --state is after the end of the day\n";
  }
  return problems;
}

void mention_what_was_not_met(const ReplayOptions& options, harness::ReplayFindings& findings) {
  if (findings.diverged) return;
  const bool met_by_time = options.until && std::holds_alternative<std::chrono::nanoseconds>(*options.until);
  if (options.until && !met_by_time && !findings.reached) {
    print_error("groundhog: the run ended without what --until names\n");
  }
  if (options.state && !findings.reached) print_error("groundhog: the run ended before the time of --state\n");
  if (options.trace.wanted && !findings.shown) print_error("groundhog: no line of this trace passes the filters\n");
}

// At once: the process may be about to die.
void print_now(std::string_view text) {
  print_data(text);
  std::fflush(stdout);
}

void stop_in_debugger(std::string_view violation) {
  print_error("\n" + std::string(violation) + "\n");
  std::raise(SIGTRAP);
}

harness::ReplayRequest request_of(const ReplayOptions& options, const harness::Repro& repro) {
  harness::ReplayRequest request{.mode = harness::mode_of(repro, harness::build_stamp(), options.guided),
                                 .until = options.until,
                                 .print = print_now};
  if (options.trace.wanted) request.trace = options.trace.filter;
  if (options.state) request.state = *options.state;
  if (options.trap) request.on_violation = stop_in_debugger;
  return request;
}

ExitCode replay(const harness::Repro& repro, const Scenario& scenario, const Guest& guest, const ReplayOptions& options,
                const Console& console) {
  const Plan plan = expand(scenario, repro.seed);
  const std::string problems = problems_of(options, plan, guest);
  if (!problems.empty()) {
    print_error(problems);
    return ExitCode::usage;
  }
  const harness::ReplayRequest request = request_of(options, repro);
  harness::SharedFindings findings;
  const harness::Job job{repro.seed, [&] { return harness::replay_run(repro, plan, guest, request, *findings); }};
  // In a process of its own, as it may crash or hang; but a debugger follows this one.
  const auto result = options.trap ? job.run() : harness::run_job(job, options.limits.over(repro.limits));
  if (!result) return ExitCode::interrupted;

  mention_what_was_not_met(options, *findings);
  const ReplayReport report{options.file, repro, request.mode, *result, *findings};
  if (options.json) print_data(replay_json_line(report));
  print_error(replay_text(report, console));
  return report.exit_code();
}

}  // namespace

ExitCode replay_command(const ReplayOptions& options, const Guest& guest, const Console& console) {
  const auto repro = harness::read_repro(options.file);
  if (!repro) return complain(repro.error());
  if (!options.mutant.empty() && options.mutant != harness::planted_mutant()) {
    return go_on_in_mutant(options.mutant, options.arguments, harness::Museum(options.mutants_folder), console);
  }
  if (options.gdb) return complain(harness::become_gdb(options.file, options.guided));
  const harness::Catalogue catalogue(guest);
  const auto scenario = load_scenario_text(repro->day, "the day in " + options.file, catalogue.loader());
  if (!scenario) {
    print_error(render(scenario.error(), console.color));
    return complain("this build cannot read the day of " + options.file);
  }
  return replay(*repro, *scenario, catalogue.guest(), options, console);
}

}  // namespace groundhog::cli
