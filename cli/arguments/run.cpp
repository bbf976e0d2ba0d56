#include "cli/arguments/commands.hpp"
#include "cli/arguments/shared_options.hpp"

namespace groundhog::cli {
namespace {

void add_selection(OptionSet& options, RunOptions& run) {
  options.texts("SCENARIO", run.scenarios, "scenario files, or folders of them");
  options
      .text("--mutant", run.mutant, "with this bug planted; without a scenario, run its own and expect it to be caught")
      .type("NAME");
  add_mutants_folder(options, run.mutants_folder);
  options.texts("--tag", run.tags, "only scenarios that have this tag (may be repeated)").type("TAG");
  const OptionEntry seeds =
      options.parsed("--seeds", "A..B", "seeds to run: 1..200, 7, 0x5f1c9a, lists of these, @FILE or @- for stdin",
                     [&run](const std::string& text) { run.seeds = seeds_value(text); });
  add_seed(options, [&run](std::uint64_t seed) { run.seeds = SeedSet::single(seed); }).excludes(seeds);
  options.parsed("--shard", "i/n", "run the i-th of n equal parts of the seeds",
                 [&run](const std::string& text) { run.shard = shard_value(text); });
  options.flag("--rerun-failed", run.rerun_failed, "run the seeds whose failures are filed under --out");
}

void add_limits(OptionSet& options, RunOptions& run) {
  add_jobs(options, run.jobs);
  add_seed_limits(options, run, "60s", "no limit");
  options.parsed("--for", "TIME",
                 "stop after this time, such as 10min; without --seeds, go on past the scenario's own seeds",
                 [&run](const std::string& text) { run.time_limit = real_time_value(text); });
  options.flag_or_value("--fail-fast", "1", "stop after the first failed seed, or after N of them: --fail-fast=N",
                        [&run](const std::string& text) { run.fail_fast = positive_value(text); });
}

void add_reports(OptionSet& options, RunOptions& run) {
  options.flag("--json", run.json, "JSON Lines on stdout: one per seed, then a summary");
  options.text("--junit", run.junit_file, "write a JUnit XML report").type("FILE");
  options.flag_against("--no-shrink", run.shrink, "do not make the first failures of each kind small");
  options.text("--out", run.out_folder, "where failures are filed").type("DIR").shows_default();
  options
      .parsed("--keep", "N", "failures filed per scenario; 0: none",
              [&run](const std::string& text) { run.keep = count_value(text); })
      .shows_default(std::to_string(run.keep));
  options.flag("--check-determinism", run.check_determinism,
               "run every seed again in a fresh process with another memory layout, and compare");
}

// What the second process of --check-determinism is asked for.
void add_confessions(OptionSet& options, RunOptions& run) {
  const auto confess = [&run](Confession what) { return [&run, what](const std::string&) { run.confession = what; }; };
  options.flag_or_value("--print-hashes", "1", "", confess(Confession::hashes)).hidden();
  options.flag_or_value("--print-events", "1", "", confess(Confession::events)).hidden();
  options
      .parsed("--heap-padding", "N", "",
              [&run](const std::string& text) { run.heap_padding_bytes = count_value(text); })
      .hidden();
}

// A trace is one seed in this process, without a campaign around it.
void check_trace(const OptionSet& options, const RunOptions& run, bool one_seed) {
  if (!one_seed) throw OptionError("--trace", "needs one seed: add --seed N");
  if (run.json) throw OptionError("--trace", "and --json both want stdout: choose one");
  check_without(options, "--trace", "runs one seed",
                {"--shard", "--rerun-failed", "--for", "--seed-timeout", "--memory", "--fail-fast", "--junit",
                 "--check-determinism"});
}

}  // namespace

void add_run(OptionSet& options, RunOptions& run) {
  add_selection(options, run);
  add_limits(options, run);
  add_reports(options, run);
  add_trace(options, run.trace);
  add_confessions(options, run);
}

void check_run(const OptionSet& options, const RunOptions& run) {
  if (run.scenarios.empty() && run.mutant.empty()) throw OptionError("SCENARIO", "is required");
  const bool one_seed = run.seeds && run.seeds->size() == 1;
  if (run.trace.wanted) check_trace(options, run, one_seed);
  check_trace_filters(options, run.trace);
  if (run.confession == Confession::events && !one_seed) throw OptionError("--print-events", "needs one seed");
  if (run.rerun_failed && run.seeds) {
    throw OptionError("--rerun-failed", "chooses the seeds itself: leave out --seeds and --seed");
  }
}

}  // namespace groundhog::cli
