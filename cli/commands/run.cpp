#include <algorithm>
#include <filesystem>
#include <vector>

#include "cli/campaign.hpp"
#include "cli/commands/table.hpp"
#include "cli/formats/reports.hpp"
#include "cli/scenario_files.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/runner/checked_run.hpp"

namespace groundhog::cli {
namespace {

// "!slow": not this one.
bool has_tags(const Scenario& scenario, const std::vector<std::string>& tags) {
  return std::ranges::all_of(tags, [&](const std::string& tag) {
    const bool excludes = tag.starts_with('!');
    return (std::ranges::count(scenario.tags, tag.substr(excludes ? 1 : 0)) > 0) != excludes;
  });
}

ExitCode code_of(std::span<const harness::ScenarioReport> reports) {
  if (reports.empty()) return ExitCode::inconclusive;
  ExitCode code = ExitCode::as_expected;
  for (const harness::ScenarioReport& report : reports) code = worse_of(code, exit_code_of(report));
  return code;
}

// Seeds that came from stdin are read already.
std::vector<std::string> with_seeds_spelt_out(std::vector<std::string> words, const std::optional<SeedSet>& seeds) {
  for (std::string& word : words) {
    if (seeds && word == "@-") word = seeds->text();
    if (seeds && word == "--seeds=@-") word = "--seeds=" + seeds->text();
  }
  return words;
}

// They were options of `run`: an old command line gets an answer that helps.
void refuse_options_of_trace(Options& options) {
  const auto refuse = [](const std::string&) {
    throw ValueError("looks at one run: groundhog trace SCENARIO --seed N");
  };
  for (const char* name : {"--trace", "--node", "--type", "--key", "--from", "--to", "--verbose"}) {
    options.flag_or_value(name, "1", "", refuse, {.hidden = true});
  }
}

class Run : public Command {
  void add_options(Options& options) override {
    add_selection(options);
    add_limits_of_run(options);
    add_reports(options);
    refuse_options_of_trace(options);
  }

  void add_selection(Options& options) {
    options.texts("SCENARIO", options_.scenarios, "scenario files, or folders of them");
    options.text("--mutant", options_.mutant,
                 "with this bug planted; without a scenario, run its own and expect it to be caught", {.type = "NAME"});
    add_mutants_folder(options, options_.mutants_folder);
    options.texts("--tag", options_.tags, "only scenarios that have this tag; !TAG: that do not (may be repeated)",
                  {.type = "TAG"});
    options.value("--seeds", options_.seeds, seeds_value,
                  "seeds to run: 1..200, 7, 0x5f1c9a, lists of these, @FILE or @- for stdin", {.type = "A..B"});
    options.parsed("--seed", "one seed, decimal or 0x hexadecimal",
                   [this](const std::string& text) { options_.seeds = SeedSet::single(value_of(parse_seed(text))); },
                   {.type = "N", .excludes = "--seeds"});
    options.value("--shard", options_.shard, parse_shard, "run the i-th of n equal parts of the seeds",
                  {.type = "i/n"});
    options.flag("--rerun-failed", options_.rerun_failed, "run the seeds whose failures are filed under --out");
  }

  void add_limits_of_run(Options& options) {
    add_jobs(options, options_.jobs);
    add_limits(options, options_.limits);
    options.value("--for", options_.time_limit, real_time_value,
                  "stop after this time, such as 10min; without --seeds, continue past the scenario's own seeds",
                  {.type = "TIME"});
    options.flag_or_value("--fail-fast", "1", "stop after the first failed seed, or after N of them: --fail-fast=N",
                          [this](const std::string& text) { options_.fail_fast = positive_value(text); });
  }

  void add_reports(Options& options) {
    options.flag("--json", options_.json, "JSON Lines on stdout: one per seed, then a summary");
    options.text("--junit", options_.junit_file, "write a JUnit XML report", {.type = "FILE"});
    options.texts("--report", options_.reports,
                  "report as " + format_names() + ", to FILE or to stdout (may be repeated)",
                  {.type = "FORMAT[=FILE]"});
    options.flag("--no-shrink", options_.no_shrink, "do not make the first failures of each kind small");
    options.text("--out", options_.out_folder, "where failures are filed",
                 {.type = "DIR", .shows = options_.out_folder});
    options.value("--keep", options_.keep, parse_count, "failures filed per scenario; 0: none",
                  {.type = "N", .shows = std::to_string(options_.keep)});
    options.flag("--check-determinism", options_.check_determinism,
                 "run every seed again in a fresh process with another memory layout, and compare");
  }

  ExitCode run(const Session& session) override {
    check();
    const harness::Museum museum(options_.mutants_folder);
    if (is_elsewhere(options_.mutant)) {
      return continue_in_mutant(options_.mutant, with_seeds_spelt_out(session.words, options_.seeds), museum,
                                session.console);
    }
    const auto expects = use_planted_bug(museum, session.console);
    if (!expects) return refuse(expects.error());
    const harness::Catalogue catalogue(session.guest, museum.names());
    auto scenarios = load_scenarios(options_.scenarios, catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    if (*expects) scenarios->front().expect = *expects;
    std::erase_if(*scenarios, [&](const Scenario& scenario) { return !has_tags(scenario, options_.tags); });
    if (scenarios->empty()) return complain("no scenario has these tags: nothing ran", ExitCode::inconclusive);
    return run_campaigns(*scenarios, session.guest, session.console);
  }

  void check() const {
    if (options_.scenarios.empty() && options_.mutant.empty()) throw OptionError("SCENARIO", "is required");
    report_choices(options_.reports, options_.json, options_.junit_file);
    if (options_.rerun_failed && options_.seeds) {
      throw OptionError("--rerun-failed", "chooses the seeds itself: leave out --seeds and --seed");
    }
  }

  // In a mutant's binary. Failures are filed apart from those of the true tree; without a scenario, scenario and seeds
  // are those of its file, and what it expects is the answer.
  tl::expected<std::optional<Expectation>, std::string> use_planted_bug(const harness::Museum& museum,
                                                                        const Console& console) {
    const std::string mutant(harness::planted_mutant());
    if (mutant.empty()) return std::nullopt;
    options_.out_folder = (std::filesystem::path(options_.out_folder) / "mutants" / mutant).string();
    if (!options_.scenarios.empty()) return std::nullopt;
    auto bug = museum.planted_bug(mutant, console.color);
    if (!bug) return tl::unexpected(std::move(bug.error()));
    options_.scenarios = {bug->scenario};
    if (!options_.seeds && !options_.rerun_failed) options_.seeds = bug->seeds;
    return Expectation{.violates = bug->violates, .mutant = mutant, .within_seeds = {}};
  }

  ExitCode run_campaigns(const std::vector<Scenario>& scenarios, const Guest& guest, const Console& console) const {
    Reports out(console, scenarios.size() > 1);
    for (const ReportChoice& choice : report_choices(options_.reports, options_.json, options_.junit_file)) {
      if (const auto added = out.add(choice); !added) return complain(added.error(), ExitCode::internal_error);
    }
    std::vector<harness::ScenarioReport> reports;
    AutoShrink auto_shrink(guest, options_, console, out);
    for (const Scenario& scenario : scenarios) {
      reports.push_back(run_scenario(scenario, guest, options_, console, out, auto_shrink));
      if (reports.back().interrupted) break;
    }
    const ExitCode code = code_of(reports);
    out.on_end(reports, code);
    const std::string problems = out.close();
    print_error(problems);
    return problems.empty() ? code : worse_of(code, ExitCode::internal_error);
  }

  RunOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_run() { return std::make_unique<Run>(); }

}  // namespace groundhog::cli
