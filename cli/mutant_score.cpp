#include "cli/mutant_score.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/mutant_build.hpp"
#include "cli/output/console.hpp"
#include "cli/shards/run_results.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/runner/process.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/text/json.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::cli {
namespace {

// What one scenario made of one planted bug.
struct Catch {
  std::uint64_t seeds = 0;  // that pass without it
  std::uint64_t caught = 0;
  std::optional<std::uint64_t> first_seed;      // that caught it
  std::map<std::string, std::uint64_t> causes;  // a property, or the end of the run, and in how many seeds
};

using SeedsOfScenario = std::vector<std::set<std::uint64_t>>;

Catch catch_of(const ScenarioResults& results, const std::set<std::uint64_t>& fails_anyway) {
  Catch of_bug;
  for (const harness::SeedResult& seed : results.seeds) {
    if (fails_anyway.contains(seed.seed)) continue;
    ++of_bug.seeds;
    if (!harness::catches(seed)) continue;
    ++of_bug.caught;
    if (!of_bug.first_seed) of_bug.first_seed = seed.seed;
    for (const std::string& cause : harness::causes_of(seed)) ++of_bug.causes[cause];
  }
  return of_bug;
}

// The one scenario among several that caught it; nullopt: none, or more than one.
std::optional<std::size_t> only_catcher(const std::vector<Catch>& catches) {
  const auto caught = [](const Catch& each) { return each.caught > 0; };
  if (catches.size() < 2 || std::ranges::count_if(catches, caught) != 1) return std::nullopt;
  return std::ranges::find_if(catches, caught) - catches.begin();
}

std::string share_text(const Catch& of_bug) {
  return with_separators(of_bug.caught) + " of " + with_separators(of_bug.seeds);
}

// A row for each planted bug and a line for each scenario: for people, or as JSON Lines.
class ScoreTable {
 public:
  ScoreTable(std::span<const Scenario> scenarios, const std::vector<std::string>& mutants, bool json)
      : scenarios_(scenarios), json_(json), scores_(scenarios.size()) {
    for (const std::string& mutant : mutants) name_width_ = std::max(name_width_, mutant.size());
    if (!json_) print_head();
  }

  void add(const std::string& mutant, const std::vector<Catch>& catches) {
    ++asked_;
    const auto only = only_catcher(catches);
    for (std::size_t i = 0; i < catches.size(); ++i) scores_[i].caught += catches[i].caught > 0 ? 1 : 0;
    if (only) scores_[*only].only.push_back(mutant);
    print_data((json_ ? json_row(mutant, catches) : text_row(mutant, catches, only)) + "\n");
    std::fflush(stdout);  // the next bug takes a minute to build
  }

  void end() const {
    if (!json_) print_data("\n");
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      print_data((json_ ? json_score(scenarios_[i], scores_[i]) : text_score(scenarios_[i], scores_[i])) + "\n");
    }
  }

  bool any_caught() const {
    return std::ranges::any_of(scores_, [](const Score& score) { return score.caught > 0; });
  }

 private:
  struct Score {
    std::uint64_t caught = 0;
    std::vector<std::string> only;  // bugs that no other scenario caught
  };

  bool is_alone() const { return scenarios_.size() == 1; }

  std::size_t width_of(const Scenario& scenario) const {
    return std::max(scenario.name.size(), std::string_view("1,000 of 1,000").size()) + 2;
  }

  void print_head() const {
    std::string line = padded_right("planted bug", name_width_);
    for (const Scenario& scenario : scenarios_) line += padded_left(scenario.name, width_of(scenario));
    print_data(line + (is_alone() ? "  first seed, by\n" : "  only by\n"));
  }

  std::string text_row(const std::string& mutant, const std::vector<Catch>& catches,
                       std::optional<std::size_t> only) const {
    std::string line = padded_right(mutant, name_width_);
    for (std::size_t i = 0; i < catches.size(); ++i) {
      line += padded_left(share_text(catches[i]), width_of(scenarios_[i]));
    }
    if (only) line += "  " + scenarios_[*only].name;
    if (is_alone() && catches.front().first_seed) line += "  " + how_text(catches.front());
    return line;
  }

  // "0x2, ttl.safety 12, replica.prefix 1"
  static std::string how_text(const Catch& of_bug) {
    std::string text = seed_text(*of_bug.first_seed);
    for (const auto& [cause, seeds] : of_bug.causes) text += ", " + cause + " " + with_separators(seeds);
    return text;
  }

  std::string text_score(const Scenario& scenario, const Score& score) const {
    std::string line =
        scenario.name + " catches " + with_separators(score.caught) + " of " + count_of(asked_, "planted bug");
    if (is_alone()) return line + "; it is the only scenario that was asked";
    if (score.caught == 0) return line;
    return line +
           (score.only.empty() ? "; others catch each of these, too" : "; only it catches " + joined(score.only));
  }

  std::string json_row(const std::string& mutant, const std::vector<Catch>& catches) const {
    harness::JsonArray by;
    for (std::size_t i = 0; i < catches.size(); ++i) {
      harness::JsonObject causes;
      for (const auto& [cause, seeds] : catches[i].causes) causes.add(cause, seeds);
      harness::JsonObject object;
      object.add("scenario", scenarios_[i].name).add("seeds", catches[i].seeds).add("caught", catches[i].caught);
      if (catches[i].first_seed) object.add("first_seed", seed_text(*catches[i].first_seed));
      by.add(object.add("by", causes));
    }
    return harness::json_line("mutant").add("mutant", mutant).add("scenarios", by).text();
  }

  std::string json_score(const Scenario& scenario, const Score& score) const {
    harness::JsonArray only;
    for (const std::string& mutant : score.only) only.add(mutant);
    harness::JsonObject object = harness::json_line("score");
    object.add("scenario", scenario.name).add("caught", score.caught).add("of", asked_);
    if (!is_alone()) object.add("only", only);
    return object.text();
  }

  std::span<const Scenario> scenarios_;
  bool json_;
  std::size_t name_width_ = std::string_view("planted bug").size();
  std::vector<Score> scores_;
  std::uint64_t asked_ = 0;
};

// The scenarios and their limits as the words of another `run`.
std::vector<std::string> words_of(std::span<const Scenario> scenarios, const RunOptions& options) {
  std::vector<std::string> words = {"run", "--json", "--no-shrink", "--keep", "0"};
  const auto add = [&](const char* name, const std::string& value) { words.insert(words.end(), {name, value}); };
  add("--jobs", std::to_string(options.jobs));
  add("--seed-timeout", format_duration(options.limits.seed_timeout));
  add("--memory", format_size(options.limits.memory_bytes));
  add("--mutants", options.mutants_folder);
  if (options.seeds) add("--seeds", options.seeds->text());
  for (const Scenario& scenario : scenarios) words.push_back(scenario.file);
  return words;
}

// Each scenario run by that binary. The error is a sentence for people.
tl::expected<std::vector<ScenarioResults>, std::string> results_of(const std::string& binary,
                                                                   const std::vector<std::string>& words,
                                                                   const std::string& what, const Console& console) {
  StatusLine status(console);
  const auto show = [&](std::chrono::steady_clock::duration elapsed) {
    status.show(elapsed, [&] { return what + ": " + long_duration_text(elapsed); });
  };
  const auto finished =
      harness::run_child({.program = binary,
                          .arguments = words,
                          .environment = harness::environment_without({"GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"}),
                          .input = {},
                          .discard_errors = true,
                          .meanwhile = show},
                         what);
  status.clear();
  if (!finished) return tl::unexpected(finished.error());
  auto results = parse_results(finished->text, what);
  if (!results) return tl::unexpected(results.error());
  if (!results->is_whole) {
    return tl::unexpected(what + " ended with " + std::to_string(finished->exit_status) + " before its summary");
  }
  return std::move(results->scenarios);
}

// Seeds that fail in the tree without a bug: whatever they do with one, they show nothing.
SeedsOfScenario failing_anyway(const std::vector<ScenarioResults>& results) {
  SeedsOfScenario failing;
  for (const ScenarioResults& scenario : results) {
    std::set<std::uint64_t>& seeds = failing.emplace_back();
    for (const harness::SeedResult& seed : scenario.seeds) {
      if (seed.failed()) seeds.insert(seed.seed);
    }
    if (seeds.empty()) continue;
    complain(scenario.scenario.name + ": " + count_of(seeds.size(), "seed") +
             " of it fail without any planted bug and count for nothing");
  }
  return failing;
}

}  // namespace

ExitCode score_scenarios(std::span<const Scenario> scenarios, const harness::Museum& museum, const RunOptions& options,
                         const Console& console) {
  if (!harness::planted_mutant().empty()) {
    return complain("this binary has " + std::string(harness::planted_mutant()) +
                    " planted: ask for all mutants with the binary of the true tree");
  }
  const std::vector<std::string>& mutants = museum.names();
  if (mutants.empty()) return refuse(museum.unknown(options.mutant));

  const std::vector<std::string> words = words_of(scenarios, options);
  print_error("running without any planted bug\n");
  const auto plain = results_of("/proc/self/exe", words, "the run without any planted bug", console);
  if (!plain) return complain(plain.error(), ExitCode::internal_error);
  const SeedsOfScenario fails_anyway = failing_anyway(*plain);

  ScoreTable table(scenarios, mutants, options.reports.json);
  ExitCode code = ExitCode::as_expected;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const std::string place = " (" + std::to_string(i + 1) + " of " + std::to_string(mutants.size()) + ")";
    const auto binary = build_planted_bug(mutants[i], museum, console, place);
    if (!binary) {
      code = worse_of(code, complain(binary.error()));
      continue;
    }
    const auto results = results_of(binary->string(), words, mutants[i], console);
    if (!results) {
      code = worse_of(code, complain(results.error(), ExitCode::internal_error));
      continue;
    }
    std::vector<Catch> catches;
    for (std::size_t k = 0; k < results->size(); ++k) catches.push_back(catch_of((*results)[k], fails_anyway[k]));
    table.add(mutants[i], catches);
  }
  table.end();
  return worse_of(code, table.any_caught() ? ExitCode::as_expected : ExitCode::violated);
}

}  // namespace groundhog::cli
