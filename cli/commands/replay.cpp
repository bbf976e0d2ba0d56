#include <csignal>

#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/output/replay_report.hpp"
#include "cli/output/standard_stream.hpp"
#include "harness/replay/debugger.hpp"
#include "harness/replay/replay_run.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"

namespace groundhog::cli {
namespace {

// At once: the process may be about to die.
void print_now(std::string_view text) {
  print_data(text);
  standard_output().flush();
}

class Replay : public Command {
  void add_options(Options& options) override {
    options.text("FILE", file_, "a .repro file", {.values = some_file(), .required = true});
    options.text("--mutant", mutant_, "with this bug planted", {.type = "NAME", .values = mutant_values()});
    add_mutants_folder(options, mutants_folder_);
    options.flag("--guided", guided_, "impose the recorded decisions and compare nothing, even on the same build");
    add_until(options, until_);
    options.value("--state", state_, parse_duration, "print what every node holds at this scenario time",
                  {.type = "TIME"});
    options.flag("--gdb", gdb_,
                 "run under gdb and stop where the system under test was last at work before the first\nviolation");
    options.value("--trap", trap_, parse_count, "", {.hidden = true});
    options.flag("--json", json_, "one JSON object on stdout");
    limits_.add_to(options);
    options.flag("--trace", trace_, "print the timeline of the one seed on stdout");
    filter_.add_to(options);
  }

  ExitCode run(const Session& session) override {
    if (!ends_with_run()) trace_ = true;
    check(session.options);
    const auto repro = harness::read_repro(file_);
    if (!repro) return complain(repro.error());
    if (is_elsewhere(mutant_)) {
      return continue_in_mutant(mutant_, session.words, harness::Museum(mutants_folder_), session.console);
    }
    const harness::Catalogue catalogue(session.guest);
    const auto scenario = harness::recorded_scenario(*repro, "the plan in " + file_, catalogue.loader());
    if (!scenario) {
      print_error(render(scenario.error(), session.console.color));
      return complain("this build cannot read the plan of " + file_);
    }
    return replay(*repro, *scenario, session);
  }

  void check(const Options& options) const {
    filter_.check(options, trace_);
    const int on_stdout = (json_ ? 1 : 0) + (trace_ ? 1 : 0) + (state_ ? 1 : 0);
    if (on_stdout > 1) throw OptionError("--json, --state, --trace and --until", "all want stdout: choose one");
    if (!gdb_) return;
    // The debugger has the terminal, and people take their time.
    for (const std::string useless : {"--json", "--until", "--state", "--trace", "--seed-timeout", "--memory"}) {
      if (options.has(useless)) throw OptionError("--gdb", "stops in a debugger, without " + useless + ": choose one");
    }
  }

  bool ends_with_run() const { return std::holds_alternative<std::monostate>(until_); }

  std::string problems_of(const Plan& plan, const Guest& guest) const {
    std::string problems = filter_.unknown_names(plan, guest);
    problems += unknown_point(until_, guest);
    if (state_ && *state_ > plan.chaos + plan.settle) {
      problems += "groundhog: --state is after the end of the run\n";
    }
    return problems;
  }

  void mention_what_was_not_met(const harness::ReplayFindings& findings) const {
    if (findings.diverged) return;
    if (state_ && !findings.reached) print_error("groundhog: the run ended before the time of --state\n");
    if (trace_) print_error(missed_in_timeline(until_, findings));
  }

  harness::ReplayRequest request_for(const harness::Repro& repro) const {
    harness::ReplayRequest request{
        .mode = harness::mode_of(repro, harness::build_stamp(), guided_), .until = until_, .print = print_now};
    if (trace_) request.trace = filter_.filter;
    if (state_) request.state = *state_;
    if (trap_) {
      request.stop_at = {*trap_};
      request.on_stop = [] { std::raise(SIGTRAP); };
    }
    return request;
  }

  ExitCode replay(const harness::Repro& repro, const Scenario& scenario, const Session& session) const {
    const Plan plan = expand(scenario, repro.seed);
    const std::string problems = problems_of(plan, session.guest);
    if (!problems.empty()) return refuse(problems);
    const harness::ReplayRequest request = request_for(repro);
    harness::SharedFindings findings;
    const harness::Job job{repro.seed,
                           [&] { return harness::replay_run(repro, plan, session.guest, request, *findings); }};
    // In a process of its own, as it may crash or hang; but a debugger follows this one.
    const auto result = trap_ ? job.run() : harness::run_job(job, limits_.over(repro.limits));
    if (!result) return ExitCode::interrupted;

    if (gdb_ && result->failed()) return stop_under_gdb(*result, *findings);
    if (gdb_) print_error("groundhog: there is no failure to stop at\n");
    mention_what_was_not_met(*findings);
    const ReplayReport report{file_, repro, request.mode, *result, *findings};
    if (json_) print_data(replay_json_line(report));
    print_error(replay_text(report, session.console));
    return report.exit_code();
  }

  // The stack of the system under test is that of an event of its own, which may be long before the violation shows.
  ExitCode stop_under_gdb(const harness::SeedResult& result, const harness::ReplayFindings& findings) const {
    const std::string act = "#" + std::to_string(findings.last_act);
    if (findings.last_act > 0 && !result.violations.empty()) {
      const harness::SeedViolation& first = result.violations.front();
      print_error(first.check + " at t=" + seconds_text(first.at) + "\n" + indented(first.message, 2) +
                  "\n  It is noticed at event #" + std::to_string(findings.violation) + ". gdb stops at event " + act +
                  ", where the system under test was last at work on it; up to there:\n  " +
                  harness::replay_command_line(file_) + " --until '" + act + "'\n");
    } else {
      print_error("no property is violated: gdb stops if the process crashes, and where Ctrl-C interrupts it\n");
    }
    return complain(harness::become_gdb(file_, guided_, findings.last_act));
  }

  std::string file_;
  std::string mutant_;  // a planted bug; empty: this binary as it is
  std::string mutants_folder_ = default_mutants_folder;
  bool guided_ = false;  // impose the decisions, compare nothing, even on the same build
  harness::ReplayPoint until_;
  std::optional<std::chrono::nanoseconds> state_;  // scenario time
  bool gdb_ = false;
  std::optional<std::uint64_t> trap_;  // of the process under gdb: SIGTRAP at this event; 0: nowhere
  bool json_ = false;
  RecordedLimits limits_;
  bool trace_ = false;
  TraceFilter filter_;
};

}  // namespace

std::unique_ptr<Command> make_replay() { return std::make_unique<Replay>(); }

}  // namespace groundhog::cli
