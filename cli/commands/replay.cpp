#include <csignal>
#include <cstdio>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/replay_report.hpp"
#include "harness/replay/replay_run.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::cli {
namespace {

struct ReplayOptions {
  std::string file;
  std::string mutant;  // a planted bug; empty: this binary as it is
  std::string mutants_folder = default_mutants_folder;
  bool guided = false;  // impose the decisions, compare nothing, even on the same build
  std::optional<harness::ReplayPoint> until;
  std::optional<std::chrono::nanoseconds> state;  // scenario time
  bool gdb = false;
  bool trap = false;  // of the process under gdb: SIGTRAP when a violation is noticed
  bool json = false;
  RecordedLimits limits;
  bool trace = false;
  TraceFilter filter;
};

// 12.5s, #812, violation, or the name of an announcement.
harness::ReplayPoint replay_point(const std::string& text) {
  if (text == "violation") return harness::FirstViolation{};
  if (text.starts_with('#')) {
    try {
      return harness::EventNumber{positive_value(text.substr(1))};
    } catch (const ValueError&) {
      throw ValueError("\"" + text + "\" is no number of an event, such as #812");
    }
  }
  const bool is_time = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  if (is_time) return signed_time_value(text);
  return harness::FirstAnnouncement{text};
}

std::string problems_of(const ReplayOptions& options, const Plan& plan, const Guest& guest) {
  std::string problems = options.filter.unknown_names(plan, guest);
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
  if (options.trace && !findings.shown) print_error("groundhog: no line of this trace passes the filters\n");
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
  if (options.trace) request.trace = options.filter.filter;
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

class Replay : public Command {
  std::string help() const override { return "live a filed failure again"; }

  void add_options(Options& options) override {
    options.text("FILE", options_.file, "a .repro file", {.required = true});
    options.text("--mutant", options_.mutant, "with this bug planted", {.type = "NAME"});
    add_mutants_folder(options, options_.mutants_folder);
    options.flag("--guided", options_.guided,
                 "impose the recorded decisions and compare nothing, even on the same build");
    options.value("--until", options_.until, replay_point,
                  "print the timeline up to a scenario time, an event (#812), the first announcement of a name\n"
                  "(key.expired), or the first violation (violation)",
                  {.type = "POINT"});
    options.value("--state", options_.state, time_value, "print what every node holds at this scenario time",
                  {.type = "TIME"});
    options.flag("--gdb", options_.gdb, "run under gdb and stop where the first violation is noticed");
    options.flag("--trap", options_.trap, "", {.hidden = true});
    options.flag("--json", options_.json, "one JSON object on stdout");
    options_.limits.add_to(options);
    options.flag("--trace", options_.trace, "print the timeline of the one seed on stdout");
    options_.filter.add_to(options);
  }

  ExitCode run(const Session& session) override {
    if (options_.until) options_.trace = true;
    check(session.options);
    const auto repro = harness::read_repro(options_.file);
    if (!repro) return complain(repro.error());
    if (is_elsewhere(options_.mutant)) {
      return continue_in_mutant(options_.mutant, session.words, harness::Museum(options_.mutants_folder),
                                session.console);
    }
    if (options_.gdb) return complain(harness::become_gdb(options_.file, options_.guided));
    const harness::Catalogue catalogue(session.guest);
    const auto scenario = load_scenario_text(repro->day, "the day in " + options_.file, catalogue.loader());
    if (!scenario) {
      print_error(render(scenario.error(), session.console.color));
      return complain("this build cannot read the day of " + options_.file);
    }
    return replay(*repro, *scenario, catalogue.guest(), options_, session.console);
  }

  void check(const Options& options) const {
    options_.filter.check(options, options_.trace);
    const int on_stdout = (options_.json ? 1 : 0) + (options_.trace ? 1 : 0) + (options_.state ? 1 : 0);
    if (on_stdout > 1) throw OptionError("--json, --state, --trace and --until", "all want stdout: choose one");
    if (!options_.gdb) return;
    // The debugger has the terminal, and people take their time.
    options.refuse_with("--gdb", "stops in a debugger,",
                        {"--json", "--until", "--state", "--trace", "--seed-timeout", "--memory"});
  }

  ReplayOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_replay() { return std::make_unique<Replay>(); }

}  // namespace groundhog::cli
