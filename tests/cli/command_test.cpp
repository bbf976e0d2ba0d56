// The command as its users meet it: exit codes, messages, files.

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {

namespace {

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string scenario(const std::string& name, const std::string& more = "") {
  return "version: 1\nname: " + name +
         "\ndescription: Two nodes and a few writes.\ntags: [tiny]\nseeds: {base: 1, count: 4}\n"
         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n" +
         more;
}

const std::string short_run = "run: {chaos: 1s, settle: 10s}\n";

class Command : public ::testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments, const std::string& environment = "") {
    arguments.insert(arguments.begin(), {"run", "--out", folder_.path("out")});
    return run_binary(arguments, environment);
  }
  std::string quiet() { return folder_.write("quiet.yaml", scenario("quiet", short_run)); }
  // Every seed of it runs into its limit of events.
  std::string failing() {
    return folder_.write("failing.yaml", scenario("failing", "run: {chaos: 1s, settle: 10s, max_events: 20}\n"));
  }

  TemporaryFolder folder_;
};

// ---- usage --------------------------------------------------------------------------------------------------------

TEST_F(Command, WithoutArgumentsItExplainsItself) {
  const Finished bare = run_binary({});
  EXPECT_EQ(bare.code, 2);
  EXPECT_EQ(bare.out, "");
  EXPECT_TRUE(contains(bare.err, "run scenarios over many seeds"));
  const Finished help = run_binary({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_TRUE(contains(help.out, "Exit codes"));
}

TEST_F(Command, AMisspeltWordIsAnsweredWithTheLikelyOne) {
  EXPECT_EQ(run_binary({"rnu"}).err, "groundhog: unknown command \"rnu\" (did you mean run?)\nSee groundhog --help.\n");
  EXPECT_TRUE(contains(run_binary({"run", "x", "--sedes", "4"}).err, "unknown option --sedes (did you mean --seeds?)"));
  EXPECT_TRUE(contains(run_binary({"explain", "ttl.safty"}).err, "did you mean ttl.safety?"));
  EXPECT_TRUE(contains(run_binary({"explain", "partitoin"}).err, "did you mean partition?"));
  EXPECT_TRUE(contains(run({quiet() + "x"}).err, "did you mean " + folder_.path("quiet.yaml")));
}

TEST_F(Command, WrongUseIsExitTwo) {
  const std::string file = quiet();
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--seeds", "9..1"},
                                                                                     {"--seed", "5f"},
                                                                                     {"--seeds", "1..3", "--seed", "4"},
                                                                                     {"--shard", "3/2"},
                                                                                     {"--jobs", "0"},
                                                                                     {"--for", "10"},
                                                                                     {"--fail-fast=0"},
                                                                                     {"--keep", "-1"},
                                                                                     {"--seed-timeout", "999us"},
                                                                                     {"--color", "pink"},
                                                                                     {"--memory", "12"}}) {
    std::vector<std::string> words = {file};
    words.insert(words.end(), wrong.begin(), wrong.end());
    const Finished finished = run(words);
    EXPECT_EQ(finished.code, 2) << wrong.front() << "\n" << finished.err;
    EXPECT_EQ(finished.out, "");
    EXPECT_TRUE(contains(finished.err, "groundhog: ")) << finished.err;
  }
  EXPECT_EQ(run_binary({"run"}).code, 2);
  EXPECT_EQ(run({folder_.path("nowhere")}).code, 2);
  EXPECT_EQ(run_binary({"explain"}).code, 2);
  EXPECT_TRUE(run({file, "--fail-fast=0"}).err.starts_with("groundhog: --fail-fast: must be"));
}

TEST_F(Command, WhatLooksAtOneRunIsAnOptionOfTrace) {
  for (const std::vector<std::string>& moved : std::vector<std::vector<std::string>>{
           {"--trace"}, {"--trace", "--node", "n1"}, {"--node", "n1"}, {"--from=1s"}, {"--verbose"}}) {
    std::vector<std::string> words = {quiet(), "--seed", "1"};
    words.insert(words.end(), moved.begin(), moved.end());
    const Finished finished = run(words);
    EXPECT_EQ(finished.code, 2);
    const std::string name = moved.front().substr(0, moved.front().find('='));
    EXPECT_TRUE(finished.err.starts_with("groundhog: " + name + ": looks at one run: groundhog trace "))
        << finished.err;
  }
  const std::string help = run_binary({"run", "--help"}).out;
  std::size_t options = 0;
  for (std::size_t at = help.find("\n  -"); at != std::string::npos; at = help.find("\n  -", at + 1)) ++options;
  EXPECT_LE(options, 20U) << help;
}

TEST_F(Command, ABrokenScenarioIsExitTwoWithItsPlace) {
  const std::string file = folder_.write("broken.yaml", scenario("broken", "run: {chaos: 1s, settel: 8s}\n"));
  for (const std::string word : {"run", "lint"}) {
    const Finished finished = run_binary({word, file});
    EXPECT_EQ(finished.code, 2);
    EXPECT_TRUE(contains(finished.err, file + ":9:18: error: ")) << finished.err;
    EXPECT_TRUE(contains(finished.err, "settle")) << finished.err;
  }
  EXPECT_EQ(run_binary({"lint", folder_.write("syntax.yaml", "version: [1\n")}).code, 2);
  EXPECT_EQ(run_binary({"lint", quiet()}).code, 0);
}

// ---- verdicts -----------------------------------------------------------------------------------------------------

TEST_F(Command, AGreenRunIsExitZeroAndSilentOnStdout) {
  const Finished finished = run({quiet()});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out, "");
  EXPECT_TRUE(contains(finished.err, "quiet: 4 seeds, none failed")) << finished.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.path("out")));
}

TEST_F(Command, AFailedSeedIsExitOneAndCanBeRepeated) {
  const std::string file = failing();
  const Finished finished = run({file, "--seeds", "0x1f"});
  EXPECT_EQ(finished.code, 1);
  EXPECT_TRUE(contains(finished.err, "FAIL failing seed 0x1f: event-limit")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "same seed: groundhog run " + file + " --seed 0x1f")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "\na seed failed\n")) << "no property was violated:\n" << finished.err;
  EXPECT_TRUE(contains(content_of(folder_.path("out/failing/0x1f/run.json")), "\"end\":\"event-limit\""));
  EXPECT_TRUE(contains(content_of(folder_.path("out/failing/0x1f/events.jsonl")), "\"node\":\"n1\""));

  const Finished again = run({file, "--rerun-failed"});
  EXPECT_EQ(again.code, 1);
  EXPECT_TRUE(contains(again.err, "failing: 1 seed, 1 failed")) << again.err;
}

TEST_F(Command, AFailureHasOneBlockWhetherItIsShrunkOrNot) {
  const std::string file = failing();
  const auto blocks = [](const std::string& text, const std::string& seed) {
    const std::string head = "FAIL failing seed " + seed + ":";
    const std::size_t first = text.find(head);
    return (first != std::string::npos ? 1 : 0) + (text.find(head, first + 1) != std::string::npos ? 1 : 0);
  };
  const Finished shrunk = run({file, "--seeds", "1..2"});
  EXPECT_TRUE(contains(shrunk.err, "minimised: ")) << shrunk.err;
  EXPECT_TRUE(shrunk.err.starts_with("failed failing seed 0x1: event-limit; a minimal form follows")) << shrunk.err;
  EXPECT_EQ(blocks(shrunk.err, "0x1"), 1) << shrunk.err;
  EXPECT_EQ(blocks(shrunk.err, "0x2"), 1) << shrunk.err;
  for (const std::vector<std::string>& unshrunk : {std::vector<std::string>{"--no-shrink"}, {"--keep", "0"}}) {
    std::vector<std::string> arguments = {file, "--seeds", "1..2"};
    arguments.insert(arguments.end(), unshrunk.begin(), unshrunk.end());
    const Finished finished = run(arguments);
    EXPECT_EQ(blocks(finished.err, "0x1"), 1) << finished.err;
    EXPECT_EQ(blocks(finished.err, "0x2"), 1) << finished.err;
  }
}

TEST_F(Command, KeepLimitsWhatIsFiled) {
  run({failing(), "--seeds", "1..4", "--keep", "2"});
  EXPECT_TRUE(std::filesystem::exists(folder_.path("out/failing/0x2/run.json")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("out/failing/3")));
}

TEST_F(Command, TwoFilesOfOneNameAreRefusedAndOneFileTwiceCountsOnce) {
  const std::string first = quiet();
  const std::string second = folder_.write("other.yaml", scenario("quiet", short_run));
  const Finished both = run({first, second});
  EXPECT_EQ(both.code, 2);
  EXPECT_TRUE(contains(both.err, first + " and " + second + " both have the name quiet")) << both.err;

  const Finished twice = run({first, folder_.path("./quiet.yaml")});
  EXPECT_EQ(twice.code, 0) << twice.err;
  EXPECT_TRUE(contains(twice.err, "1 scenario, 4 seeds, 0 failed")) << twice.err;
}

TEST_F(Command, FailFastStopsAtTheFirstFailure) {
  EXPECT_TRUE(contains(run({failing(), "--fail-fast", "--keep", "0"}).err, "failing: 1 seed, 1 failed"));
  EXPECT_TRUE(contains(run({failing(), "--fail-fast=3", "--keep", "0"}).err, "failing: 3 seeds, 3 failed"));
}

TEST_F(Command, FailFastCountsTheFailuresOfAllScenarios) {
  const std::string more =
      folder_.write("more.yaml", scenario("more", "run: {chaos: 1s, settle: 10s, max_events: 20}\n"));
  const Finished one = run({failing(), more, quiet(), "--fail-fast", "--keep", "0"});
  EXPECT_EQ(one.code, 1);
  EXPECT_TRUE(contains(one.err, "1 scenario, 1 seed, 1 failed")) << one.err;
  EXPECT_TRUE(contains(one.err, "stopped by --fail-fast; not run: more, quiet")) << one.err;
  const Finished six = run({failing(), more, quiet(), "--fail-fast=6", "--keep", "0"});
  EXPECT_TRUE(contains(six.err, "2 scenarios, 6 seeds, 6 failed")) << six.err;
  EXPECT_TRUE(contains(six.err, "not run: quiet")) << six.err;
  const Finished more_than_there_are = run({failing(), quiet(), "--fail-fast=5", "--keep", "0"});
  EXPECT_FALSE(contains(more_than_there_are.err, "not run")) << more_than_there_are.err;
}

TEST_F(Command, NothingRunIsNeverGreen) {
  EXPECT_EQ(run({quiet(), "--tag", "no-such-tag"}).code, 3);
  EXPECT_EQ(run({quiet(), "--rerun-failed"}).code, 3);
  EXPECT_EQ(run({quiet(), "--rerun-failed", "--shard", "2/2"}).code, 3) << "an empty part of nothing";
}

TEST_F(Command, AnEmptyShardOfSeedsThatThereAreIsNoFailure) {
  const std::string report = folder_.path("report.xml");
  const Finished finished = run({quiet(), "--seed", "1", "--shard", "2/2", "--junit", report});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.err, "quiet: no seed falls to shard 2/2")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "shard 2/2 is empty: all seeds fall to others")) << finished.err;
  EXPECT_TRUE(contains(content_of(report), "failures=\"0\"")) << content_of(report);
}

TEST_F(Command, AMissedFloorIsInconclusiveOverTheFullSetOnly) {
  const std::string file =
      folder_.write("floor.yaml", scenario("floor", short_run + "cover: {ops.acknowledged: 1000000}\n"));
  const Finished full = run({file});
  EXPECT_EQ(full.code, 3);
  EXPECT_TRUE(contains(full.err, "MISSED")) << full.err;
  const Finished part = run({file, "--seeds", "1..3"});
  EXPECT_EQ(part.code, 0);
  EXPECT_TRUE(contains(part.err, "not judged")) << part.err;
  EXPECT_EQ(run({file, "--seeds", "1..5"}).code, 3) << "more than the full set contains it";
}

TEST_F(Command, AScenarioIsFoundByItsName) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(GROUNDHOG_SOURCE_DIR);
  const Finished found = run({"plain", "late-pong-is-a-miss", "--seeds", "1"});
  const Finished misspelt = run({"plan", "--seeds", "1"});
  std::filesystem::current_path(before);
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_TRUE(contains(found.err, "plain: 1 seed") && contains(found.err, "late-pong-is-a-miss: 1 seed")) << found.err;
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_TRUE(contains(misspelt.err, "there is no scenario plan (did you mean plain?)")) << misspelt.err;
}

TEST_F(Command, TagsChooseAndExclude) {
  std::string text = scenario("slow", short_run);
  const std::string slow = folder_.write("slow.yaml", text.replace(text.find("tags: [tiny]"), 12, "tags: [slow]"));
  const auto ran = [&](const std::string& tag) { return run({quiet(), slow, "--seeds", "1", "--tag", tag}).err; };
  EXPECT_TRUE(contains(ran("slow"), "slow: 1 seed")) << ran("slow");
  EXPECT_FALSE(contains(ran("slow"), "quiet: 1 seed"));
  EXPECT_TRUE(contains(ran("!slow"), "quiet: 1 seed")) << ran("!slow");
  EXPECT_FALSE(contains(ran("!slow"), "slow: 1 seed"));
  EXPECT_EQ(run({slow, "--tag", "!slow"}).code, 3) << "nothing ran";
}

// Every fault has a floor: one seed of the full set in which it changes what a process sees.
TEST_F(Command, AFaultThatNeverTakesEffectIsInconclusive) {
  const std::string faults =
      "faults:\n  - {id: late, do: pause, node: n2, when: {event: sync.full, count: 99}, for: 1s";
  const std::string file = folder_.write("idle.yaml", scenario("idle", short_run + faults + "}\n"));
  const Finished full = run({file});
  EXPECT_EQ(full.code, 3);
  EXPECT_TRUE(contains(full.err, "fault late (line ")) << full.err;
  EXPECT_TRUE(contains(full.err,
                       ") took effect in none of 4 seeds: it never changed what a process saw; "
                       "'may_miss: true' if it need not"))
      << full.err;
  EXPECT_EQ(run({file, "--seeds", "1..2"}).code, 0) << "judged over the full set only";
  const std::string allowed = folder_.write("idle.yaml", scenario("idle", short_run + faults + ", may_miss: true}\n"));
  EXPECT_EQ(run({allowed}).code, 0);
}

TEST_F(Command, AViolationOutweighsAMissedFloor) {
  const std::string file = folder_.write(
      "both.yaml",
      scenario("both", "run: {chaos: 1s, settle: 10s, max_events: 20}\ncover: {ops.acknowledged: 1000000}\n"));
  EXPECT_EQ(run({file, "--keep", "0"}).code, 1);
}

TEST_F(Command, SeedsComeFromAFileToo) {
  const std::string corpus = folder_.write("corpus.txt", "# found in May\n7\n0x10..0x11 # a pair\n");
  const Finished finished = run({quiet(), "--seeds", "@" + corpus, "--json"});
  EXPECT_TRUE(contains(finished.out, "\"seed\":\"0x7\"") && contains(finished.out, "\"seed\":\"0x11\""))
      << finished.out;
  EXPECT_EQ(lines_in(finished.out), 5U);
}

TEST_F(Command, ShardsTogetherRunEverySeed) {
  const std::string file = quiet();
  const Finished first = run({file, "--shard", "1/2", "--json"});
  const Finished second = run({file, "--shard", "2/2", "--json"});
  EXPECT_TRUE(contains(first.out, "\"seed\":\"0x1\"") && contains(first.out, "\"seed\":\"0x3\""));
  EXPECT_TRUE(contains(second.out, "\"seed\":\"0x2\"") && contains(second.out, "\"seed\":\"0x4\""));
  EXPECT_EQ(lines_in(first.out), 4U);
}

TEST_F(Command, ShardsAreEvenOverAllScenarios) {
  const std::string other = folder_.write("other.yaml", scenario("other", short_run));
  const auto seeds_of = [&](const std::string& shard) {
    return lines_in(run({quiet(), other, "--seeds", "1..5", "--shard", shard, "--json"}).out) - 3;
  };
  EXPECT_EQ(seeds_of("1/4") + seeds_of("2/4") + seeds_of("3/4") + seeds_of("4/4"), 10U);
  EXPECT_EQ(seeds_of("1/4"), 3U);
  EXPECT_EQ(seeds_of("2/4"), 3U);
  EXPECT_EQ(seeds_of("3/4"), 2U) << "of each scenario by itself, it would be one less than the first twice";
}

TEST_F(Command, ALimitOfTimeHoldsForAllScenarios) {
  const std::string other = folder_.write("other.yaml", scenario("other", short_run));
  const auto start = std::chrono::steady_clock::now();
  const Finished both = run({quiet(), other, "--for", "1s", "--json"});
  const auto took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(both.code, 0) << both.err;
  EXPECT_TRUE(contains(both.err, "2 scenarios")) << both.err;
  EXPECT_LT(took, std::chrono::milliseconds(1900)) << "a second for each of them is not what was asked for";

  const Finished none_left = run({quiet(), other, "--for", "0s", "--json"});
  EXPECT_EQ(none_left.code, 3) << none_left.err;
  EXPECT_TRUE(contains(none_left.err, "the time of --for is up; not run: other")) << none_left.err;
}

TEST_F(Command, ALimitOfTimeContinuesPastTheScenariosSeeds) {
  const Finished finished = run({quiet(), "--for", "700ms", "--json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.out, "\"seed\":\"0x5\"")) << finished.err;
}

// ---- outputs ------------------------------------------------------------------------------------------------------

TEST_F(Command, JsonIsTheSameOnOneWorkerAndOnFour) {
  const std::string file = quiet();
  const auto hashes = [&](const std::string& jobs) {
    const std::string out = run({file, "--json", "--jobs", jobs}).out;
    std::string kept;
    for (std::size_t at = out.find("\"hash\""); at != std::string::npos; at = out.find("\"hash\"", at + 1)) {
      kept += out.substr(at, 30);
    }
    return kept;
  };
  const std::string one = hashes("1");
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(one, hashes("4"));
}

TEST_F(Command, JUnitNamesFailedSeeds) {
  const std::string report = folder_.path("report.xml");
  run({failing(), quiet(), "--junit", report, "--keep", "0"});
  const std::string xml = content_of(report);
  EXPECT_TRUE(contains(xml, "<testsuite name=\"failing\" tests=\"4\" failures=\"4\"")) << xml;
  EXPECT_TRUE(contains(xml, "<testsuite name=\"quiet\" tests=\"1\" failures=\"0\"")) << xml;
  EXPECT_TRUE(contains(xml, "message=\"event-limit\"")) << xml;
}

TEST_F(Command, AnyFormatGoesToAFileOrToStdout) {
  const std::string table = folder_.path("table.md");
  const Finished finished = run({quiet(), "--report", "markdown=" + table, "--report", "json", "--seed", "1"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(content_of(table), "| quiet | 1 | 0 |")) << content_of(table);
  EXPECT_EQ(lines_in(finished.out), 3U) << finished.out;

  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"--report", "jnuit=x"}, {"--report", "junit="}, {"--report", "json", "--json"}}) {
    std::vector<std::string> words = {quiet()};
    words.insert(words.end(), wrong.begin(), wrong.end());
    EXPECT_EQ(run(words).code, 2) << wrong[1];
  }
  EXPECT_TRUE(contains(run({quiet(), "--report", "jnuit"}).err,
                       "groundhog: --report: \"jnuit\" is none of json, junit, github, markdown, tap"));
  EXPECT_TRUE(contains(run({quiet(), "--report", "jnuit"}).err, "(did you mean junit?)"));
}

TEST_F(Command, ColorIsForTerminalsAndNeverWithNoColor) {
  const std::string escape = "\x1b[";
  EXPECT_FALSE(contains(run({quiet()}).err, escape));
  EXPECT_TRUE(contains(run({quiet(), "--color", "always"}).err, escape));
  EXPECT_FALSE(contains(run({quiet(), "--color", "never"}).err, escape));
  const std::string typescript = "script -qec \"" + std::string(GROUNDHOG_BINARY) + " run " + quiet() + "\" /dev/null";
  const std::string to_file = folder_.path("terminal");
  if (std::system("command -v script >/dev/null") != 0) GTEST_SKIP() << "script(1) is not installed";
  ASSERT_EQ(std::system(("NO_COLOR=1 CI=1 TERM=xterm " + typescript + " >" + to_file).c_str()), 0);
  EXPECT_FALSE(contains(content_of(to_file), escape)) << content_of(to_file);
  ASSERT_EQ(std::system(("env -u NO_COLOR CI=1 TERM=xterm " + typescript + " >" + to_file).c_str()), 0);
  EXPECT_TRUE(contains(content_of(to_file), escape));
}

TEST_F(Command, GitHubGetsOneAnnotationForEachDistinctFailure) {
  const std::string summary = folder_.path("summary.md");
  const Finished finished = run({failing(), "--keep", "0"}, "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=" + summary);
  const std::size_t first = finished.err.find("::error file=");
  ASSERT_NE(first, std::string::npos) << finished.err;
  EXPECT_EQ(finished.err.find("::error file=", first + 1), std::string::npos) << "four seeds failed alike";
  EXPECT_TRUE(contains(content_of(summary), "| failing | 4 | 4 |")) << content_of(summary);
}

TEST_F(Command, TheTraceIsDataAndCanBeFiltered) {
  const std::string file = quiet();
  const Finished all = run_binary({"trace", file, "--seed", "1"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_TRUE(contains(all.out, "log_entry")) << all.err;
  EXPECT_TRUE(contains(all.out, "ping"));
  const Finished some =
      run_binary({"trace", file, "--seed", "1", "--type", "log_entry", "--from", "0s", "--to", "500ms"});
  EXPECT_TRUE(contains(some.out, "log_entry"));
  EXPECT_FALSE(contains(some.out, "ping"));
  EXPECT_LT(lines_in(some.out), lines_in(all.out));
}

TEST_F(Command, AMisspeltTraceFilterIsNotAnEmptyTimeline) {
  const std::string file = quiet();
  const auto trace = [&](const std::string& filter, const std::string& value) {
    return run_binary({"trace", file, "--seed", "1", filter, value});
  };
  EXPECT_EQ(trace("--node", "n22").code, 2);
  EXPECT_TRUE(contains(trace("--node", "n22").err, "unknown node or client \"n22\" (did you mean n2?)"));
  EXPECT_EQ(trace("--type", "pnog").code, 2);
  EXPECT_TRUE(contains(trace("--type", "pnog").err, "unknown message type \"pnog\" (did you mean pong?)"));
  EXPECT_TRUE(
      contains(trace("--node", "zebra").err, "unknown node or client \"zebra\": expected one of n1, n2, c1, c2\n"));
  EXPECT_TRUE(contains(trace("--type", "zebra").err,
                       "unknown message type \"zebra\": expected request, reply, or one of groundhog list frames and "
                       "groundhog list events\n"));
  for (const std::string known : {"n2", "c1"}) EXPECT_EQ(trace("--node", known).code, 0) << known;
  for (const std::string known : {"pong", "request", "key.expired"}) EXPECT_EQ(trace("--type", known).code, 0) << known;

  const Finished empty = trace("--key", "no-such-key");
  EXPECT_EQ(empty.code, 0);
  EXPECT_EQ(empty.out, "");
  EXPECT_TRUE(contains(empty.err, "no line of this trace passes the filters")) << empty.err;
}

TEST_F(Command, ATraceEndsWithTheVerdictOfItsRun) {
  const Finished failed = run_binary({"trace", failing(), "--seed", "0x1f"});
  EXPECT_EQ(failed.code, 1);
  EXPECT_TRUE(contains(failed.err, "FAIL failing seed 0x1f: event-limit")) << failed.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.path("out"))) << "nothing is filed";
}

TEST_F(Command, ATraceIsOfOneRun) {
  const std::string file = quiet();
  EXPECT_TRUE(contains(run_binary({"trace", file}).err, "--seed is required"));
  EXPECT_EQ(run_binary({"trace", file, file, "--seed", "1"}).code, 2);
  EXPECT_EQ(run_binary({"trace", file, "--seed", "1", "--from", "6s", "--to", "5s"}).code, 2);
  EXPECT_EQ(run_binary({"trace", file, "--seed", "1", "--mutant", "no-such-bug"}).code, 2);
}

TEST_F(Command, EverySeedGivesTheSameHistoryInAFreshProcess) {
  const Finished finished = run({quiet(), "--check-determinism"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.err, "4 seeds ran twice, with the same history")) << finished.err;
}

TEST_F(Command, HashesAreThoseOfTheRuns) {
  const std::string file = quiet();
  const std::string lines = run_binary({"hashes", file}).out;
  EXPECT_EQ(lines_in(lines), 4U) << lines;
  const std::string first = lines.substr(0, lines.find(' '));
  EXPECT_TRUE(contains(run({file, "--seed", "1", "--json"}).out, "\"hash\":\"" + first + "\""));
  const std::string events = run_binary({"hashes", file, "--seeds", "1", "--events"}).out;
  EXPECT_GT(lines_in(events), 100U);
  EXPECT_EQ(run_binary({"hashes", file, "--events"}).code, 2) << "of one seed only";
}

// ---- other commands -----------------------------------------------------------------------------------------------

TEST_F(Command, ExpandPrintsAPlanThatLintAccepts) {
  const Finished finished = run_binary({"expand", quiet(), "--seed", "0x2"});
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(run_binary({"lint", folder_.write("plan.yaml", finished.out)}).code, 0);
}

TEST_F(Command, InitWritesAScenarioThatRunsAndOverwritesNothing) {
  const std::string file = folder_.path("mine.yaml");
  EXPECT_EQ(run_binary({"init", file}).code, 0);
  EXPECT_EQ(run({file, "--seeds", "1..2"}).code, 0);
  folder_.write("mine.yaml", "precious");
  EXPECT_EQ(run_binary({"init", file}).code, 2);
  EXPECT_EQ(content_of(file), "precious");
  EXPECT_EQ(run_binary({"init", file, "--force"}).code, 0);
  EXPECT_NE(content_of(file), "precious");
}

TEST_F(Command, ListsAndExplains) {
  quiet();
  const Finished scenarios = run_binary({"list", "scenarios", folder_.path("")});
  EXPECT_EQ(scenarios.code, 0) << scenarios.err;
  EXPECT_TRUE(contains(scenarios.out, "quiet") && contains(scenarios.out, "tiny")) << scenarios.out;
  EXPECT_TRUE(contains(run_binary({"list", "checks"}).out, "ttl.safety"));
  EXPECT_TRUE(contains(run_binary({"list", "faults"}).out, "clock_jump"));
  EXPECT_TRUE(contains(run_binary({"explain", "P1"}).out, "TTL safety"));
  EXPECT_TRUE(contains(run_binary({"explain", "crash"}).out, "restart_after"));
  const std::string partition = run_binary({"explain", "partition"}).out;
  for (const char* part : {"groups", "shape", "isolate_one", "symmetry"})
    EXPECT_TRUE(contains(partition, part)) << part;
  EXPECT_FALSE(contains(partition, "required"));
}

TEST_F(Command, VersionNamesTheBuild) {
  const Finished finished = run_binary({"--version"});
  EXPECT_EQ(finished.code, 0);
  for (const char* part : {"groundhog 0.1.0", "commit", "compiler", "flags"}) EXPECT_TRUE(contains(finished.out, part));
}

TEST_F(Command, CompletionsAreAScriptThatBashAccepts) {
  const std::string script = folder_.write("completions", run_binary({"completions", "bash"}).out);
  EXPECT_EQ(std::system(("bash -n " + script).c_str()), 0);
  const std::string ask = "bash -c 'source " + script +
                          "; COMP_WORDS=(groundhog run --see); COMP_CWORD=2; _groundhog; "
                          "[[ \"${COMPREPLY[*]}\" == *--seeds* && \"${COMPREPLY[*]}\" != *--json* ]]'";
  EXPECT_EQ(std::system(ask.c_str()), 0);
}

// The reference in docs/ is what the command says today.
TEST_F(Command, TheReferencePagesAreUpToDate) {
  for (const std::string topic : {"checks", "faults", "scenario"}) {
    const std::string page = content_of(std::string(GROUNDHOG_SOURCE_DIR) + "/docs/reference/" + topic + ".md");
    const std::string now = run_binary({"explain", "--all", "--markdown", "--topic", topic}).out;
    EXPECT_FALSE(now.empty());
    EXPECT_TRUE(page == now) << "out of date: groundhog explain --all --markdown --topic " << topic
                             << " > docs/reference/" << topic << ".md";
  }
}

}  // namespace
}  // namespace groundhog::test
