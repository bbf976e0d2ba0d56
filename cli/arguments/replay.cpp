#include "cli/arguments/commands.hpp"
#include "cli/arguments/shared_options.hpp"

namespace groundhog::cli {
namespace {

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

}  // namespace

void add_replay(OptionSet& options, ReplayOptions& replay) {
  options.text("FILE", replay.file, "a .repro file").required();
  options.text("--mutant", replay.mutant, "with this bug planted").type("NAME");
  add_mutants_folder(options, replay.mutants_folder);
  options.flag("--guided", replay.guided, "impose the recorded decisions and compare nothing, even on the same build");
  options.parsed("--until", "POINT",
                 "print the timeline up to a scenario time, an event (#812), the first announcement of a name\n"
                 "(key.expired), or the first violation (violation)",
                 [&replay](const std::string& text) {
                   replay.until = replay_point(text);
                   replay.trace.wanted = true;
                 });
  options.parsed("--state", "TIME", "print what every node holds at this scenario time",
                 [&replay](const std::string& text) { replay.state = time_value(text); });
  options.flag("--gdb", replay.gdb, "run under gdb and stop where the first violation is noticed");
  options.flag("--trap", replay.trap, "").hidden();
  options.flag("--json", replay.json, "one JSON object on stdout");
  add_recorded_limits(options, replay.limits);
  add_trace(options, replay.trace);
}

void check_replay(const OptionSet& options, const ReplayOptions& replay) {
  check_trace_filters(options, replay.trace);
  const int on_stdout = (replay.json ? 1 : 0) + (replay.trace.wanted ? 1 : 0) + (replay.state ? 1 : 0);
  if (on_stdout > 1) throw OptionError("--json, --state, --trace and --until", "all want stdout: choose one");
  if (!replay.gdb) return;
  // The debugger has the terminal, and people take their time.
  check_without(options, "--gdb", "stops in a debugger,",
                {"--json", "--until", "--state", "--trace", "--seed-timeout", "--memory"});
}

}  // namespace groundhog::cli
