#include <algorithm>
#include <filesystem>
#include <vector>

#include "cli/campaign.hpp"
#include "cli/commands/table.hpp"
#include "cli/formats/reports.hpp"
#include "cli/mutant_score.hpp"
#include "cli/scenario_files.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

// "!slow": not this one.
bool has_tags(const Scenario& scenario, const std::vector<std::string>& tags) {
  return std::ranges::all_of(tags, [&](const std::string& tag) {
    const bool excludes = tag.starts_with('!');
    return (std::ranges::count(scenario.tags, tag.substr(excludes ? 1 : 0)) > 0) != excludes;
  });
}

// In place of the name of a planted bug.
constexpr std::string_view all_mutants = "all";

// "groundhog: stopped by --fail-fast; not run: swarm, plain"
std::string not_run_text(std::span<const Scenario> scenarios, Invocation::End end) {
  std::vector<std::string> names;
  for (const Scenario& scenario : scenarios) names.push_back(scenario.name);
  const std::string_view why = end == Invocation::End::time_is_up        ? "the time of --for is up"
                               : end == Invocation::End::enough_failures ? "stopped by --fail-fast"
                                                                         : "interrupted";
  return "groundhog: " + std::string(why) + "; not run: " + joined(names) + "\n";
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
    options.texts("SCENARIO", options_.scenarios, "scenario files, or folders of them", {.values = scenario_values()});
    options.text("--mutant", options_.mutant,
                 "with this bug planted, and expect it to be caught; without a scenario, by its own. all: which of all "
                 "planted bugs these scenarios catch",
                 {.type = "NAME", .values = mutant_values({std::string(all_mutants)})});
    add_mutants_folder(options, options_.mutants_folder);
    options.texts("--tag", options_.tags, "only scenarios that have this tag; !TAG: that do not (may be repeated)",
                  {.type = "TAG", .values = {.lists = {"tags"}}});
    options.value("--seeds", options_.seeds, seeds_value,
                  "seeds to run: 1..200, 7, 0x5f1c9a, lists of these, @FILE or @- for stdin", {.type = "A..B"});
    options.parsed("--seed", "one seed, decimal or 0x hexadecimal",
                   [this](const std::string& text) { options_.seeds = SeedSet::single(value_of(parse_seed(text))); },
                   {.type = "N", .excludes = "--seeds"});
    options.value("--shard", options_.shard, parse_shard,
                  "run the i-th of n equal parts of all seeds of all scenarios; see groundhog merge", {.type = "i/n"});
    options.flag("--rerun-failed", options_.rerun_failed, "run the seeds whose failures are filed under --out");
  }

  void add_limits_of_run(Options& options) {
    add_jobs(options, options_.jobs);
    add_limits(options, options_.limits);
    options.value("--for", options_.time_limit, real_time_value,
                  "run seeds for this time, such as 10min, all scenarios together; without --seeds, continue past the "
                  "scenarios' own seeds",
                  {.type = "TIME"});
    options.flag_or_value("--fail-fast", "1",
                          "stop after the first failed seed of any scenario, or after N of them: --fail-fast=N",
                          [this](const std::string& text) { options_.fail_fast = positive_value(text); });
  }

  void add_reports(Options& options) {
    options_.reports.add_to(options);
    options.flag("--no-shrink", options_.no_shrink, "do not make the first failures of each kind small");
    options.text("--out", options_.out_folder, "where failures are filed",
                 {.type = "DIR", .shows = options_.out_folder, .values = some_folder()});
    options.value("--keep", options_.keep, parse_count, "failures filed per scenario; 0: none",
                  {.type = "N", .shows = std::to_string(options_.keep)});
    options.flag("--check-determinism", options_.check_determinism,
                 "run every seed again in a fresh process with another memory layout, and compare");
  }

  ExitCode run(const Session& session) override {
    check(session.options);
    const harness::Museum museum(options_.mutants_folder);
    if (options_.mutant == all_mutants) return score(museum, session);
    if (is_elsewhere(options_.mutant)) {
      return continue_in_mutant(options_.mutant, with_seeds_spelt_out(session.words, options_.seeds), museum,
                                session.console);
    }
    const auto expects = use_planted_bug(museum, session.console);
    if (!expects) return refuse(expects.error());
    const harness::Catalogue catalogue(session.guest, museum.names());
    auto scenarios = load(catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    if (scenarios->empty()) return nothing_has_these_tags();
    if (*expects) scenarios->front().expect = *expects;
    return run_campaigns(*scenarios, session.guest, session.console);
  }

  void check(const Options& given) const {
    const bool scores = options_.mutant == all_mutants;
    if (options_.scenarios.empty() && scores) throw OptionError("--mutant all", "needs a scenario that is asked");
    if (options_.scenarios.empty() && options_.mutant.empty()) throw OptionError("SCENARIO", "is required");
    options_.reports.choices();
    if (options_.rerun_failed && options_.seeds) {
      throw OptionError("--rerun-failed", "chooses the seeds itself: leave out --seeds and --seed");
    }
    if (scores) refuse_what_is_no_score(given);
    const bool planted = !options_.mutant.empty() || !harness::planted_mutant().empty();
    if (planted && options_.shard.count > 1) {
      throw OptionError("--shard", "is for the tree without a bug: whether one is caught is asked of all seeds");
    }
  }

  // A score compares what all seeds of each scenario come to, and files nothing: --out and --keep do no harm.
  static void refuse_what_is_no_score(const Options& given) {
    for (const char* name :
         {"--shard", "--for", "--fail-fast", "--rerun-failed", "--check-determinism", "--junit", "--report"}) {
      if (given.has(name)) {
        throw OptionError(name, "does not go with --mutant all, which counts the seeds that catch each planted bug");
      }
    }
  }

  // Those with the tags that are asked for.
  tl::expected<std::vector<Scenario>, std::string> load(const harness::Catalogue& catalogue,
                                                        const Console& console) const {
    return load_scenarios(options_.scenarios, catalogue, console).map([&](std::vector<Scenario> scenarios) {
      std::erase_if(scenarios, [&](const Scenario& scenario) { return !has_tags(scenario, options_.tags); });
      return scenarios;
    });
  }

  static ExitCode nothing_has_these_tags() {
    return complain("no scenario has these tags: nothing ran", ExitCode::inconclusive);
  }

  ExitCode score(const harness::Museum& museum, const Session& session) const {
    const harness::Catalogue catalogue(session.guest, museum.names());
    const auto scenarios = load(catalogue, session.console);
    if (!scenarios) return refuse(scenarios.error());
    if (scenarios->empty()) return nothing_has_these_tags();
    return score_scenarios(*scenarios, museum, options_, session.console);
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
    for (const ReportChoice& choice : options_.reports.choices()) {
      if (const auto added = out.add(choice); !added) return complain(added.error(), ExitCode::internal_error);
    }
    std::vector<harness::ScenarioReport> reports;
    AutoShrink auto_shrink(guest, options_, console, out);
    Invocation invocation(scenarios, options_);
    while (reports.size() < scenarios.size() && invocation.end() == Invocation::End::none) {
      const std::size_t place = reports.size();
      reports.push_back(
          run_scenario(scenarios[place], invocation.share_of(place), guest, options_, console, out, auto_shrink));
      invocation.account_for(reports.back());
    }
    ExitCode code = exit_code_of(reports);
    const std::span left = std::span(scenarios).subspan(reports.size());
    if (!left.empty()) print_error(not_run_text(left, invocation.end()));
    for (const Scenario& scenario : left) out.on_left_out(scenario.name);
    if (!left.empty() && invocation.end() == Invocation::End::time_is_up) code = worse_of(code, ExitCode::inconclusive);
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
