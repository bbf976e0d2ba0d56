// The command as its users meet it: exit codes, messages, files.
#include "tests/cli/command_fixture.hpp"

namespace groundhog::test {

namespace {

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

TEST_F(Command, HelpIsACommandToo) {
  EXPECT_EQ(run_binary({"help"}).out, run_binary({"--help"}).out);
  EXPECT_EQ(run_binary({"help", "trace"}).out, run_binary({"trace", "--help"}).out);
  const Finished unknown = run_binary({"help", "trce"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(contains(unknown.err, "unknown command \"trce\" (did you mean trace?)")) << unknown.err;
}

TEST_F(Command, AMisspeltWordIsAnsweredWithTheLikelyOne) {
  EXPECT_EQ(run_binary({"rnu"}).err, "groundhog: unknown command \"rnu\" (did you mean run?)\nSee groundhog --help.\n");
  EXPECT_EQ(run_binary({"rnu", "list"}).err, run_binary({"rnu"}).err);
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
  EXPECT_EQ(blocks(shrunk.err, "0x2"), 0) << "fails as the first does:\n" << shrunk.err;
  for (const std::vector<std::string>& unshrunk : {std::vector<std::string>{"--no-shrink"}, {"--keep", "0"}}) {
    std::vector<std::string> arguments = {file, "--seeds", "1..2"};
    arguments.insert(arguments.end(), unshrunk.begin(), unshrunk.end());
    const Finished finished = run(arguments);
    EXPECT_EQ(blocks(finished.err, "0x1"), 1) << finished.err;
    EXPECT_EQ(blocks(finished.err, "0x2"), 0) << finished.err;
    EXPECT_TRUE(contains(finished.err, "1 kind of failure in 2 seeds:\n     2 × event-limit: ")) << finished.err;
  }
}

TEST_F(Command, KeepLimitsWhatIsFiled) {
  run({failing(), "--seeds", "1..4", "--keep", "2"});
  EXPECT_TRUE(std::filesystem::exists(folder_.path("out/failing/0x2/run.json")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("out/failing/0x3")));
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

TEST_F(Command, JUnitHasACaseForEachScenario) {
  const std::string report = folder_.path("report.xml");
  run({failing(), quiet(), "--junit", report, "--keep", "0"});
  const std::string xml = content_of(report);
  EXPECT_TRUE(contains(xml, "<testsuite name=\"groundhog\" tests=\"2\" failures=\"1\" errors=\"0\"")) << xml;
  EXPECT_TRUE(contains(xml, "<testcase classname=\"groundhog\" name=\"failing\"")) << xml;
  EXPECT_TRUE(contains(xml, "<testcase classname=\"groundhog\" name=\"quiet\"")) << xml;
  EXPECT_TRUE(contains(xml, "message=\"event-limit: the run needs more than")) << xml;
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
  const std::string check = run_binary({"explain", "P1"}).out;
  for (const char* part : {"TTL safety", "For example:\n  c1 → n1  SET k v PX 100"}) EXPECT_TRUE(contains(check, part));
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
