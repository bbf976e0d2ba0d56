// Which seeds of which scenarios a run is of, what ends it early, and the floors that it is judged by.
#include "tests/cli/command_fixture.hpp"

namespace groundhog::test {

namespace {

class RunCommand : public Command {};

TEST_F(RunCommand, TwoFilesOfOneNameAreRefusedAndOneFileTwiceCountsOnce) {
  const std::string first = quiet();
  const std::string second = folder_.write("other.yaml", scenario("quiet", short_run));
  const Finished both = run({first, second});
  EXPECT_EQ(both.code, 2);
  EXPECT_TRUE(contains(both.err, first + " and " + second + " both have the name quiet")) << both.err;

  const Finished twice = run({first, folder_.path("./quiet.yaml")});
  EXPECT_EQ(twice.code, 0) << twice.err;
  EXPECT_TRUE(contains(twice.err, "1 scenario, 4 seeds, 0 failed")) << twice.err;
}

TEST_F(RunCommand, FailFastStopsAtTheFirstFailure) {
  EXPECT_TRUE(contains(run({failing(), "--fail-fast", "--keep", "0"}).err, "failing: 1 seed, 1 failed"));
  EXPECT_TRUE(contains(run({failing(), "--fail-fast=3", "--keep", "0"}).err, "failing: 3 seeds, 3 failed"));
}

TEST_F(RunCommand, FailFastCountsTheFailuresOfAllScenarios) {
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

TEST_F(RunCommand, NothingRunIsNeverGreen) {
  EXPECT_EQ(run({quiet(), "--tag", "no-such-tag"}).code, 3);
  EXPECT_EQ(run({quiet(), "--rerun-failed"}).code, 3);
  EXPECT_EQ(run({quiet(), "--rerun-failed", "--shard", "2/2"}).code, 3) << "an empty part of nothing";
}

TEST_F(RunCommand, AnEmptyShardOfSeedsThatThereAreIsNoFailure) {
  const std::string report = folder_.path("report.xml");
  const Finished finished = run({quiet(), "--seed", "1", "--shard", "2/2", "--junit", report});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.err, "quiet: no seed falls to shard 2/2")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "shard 2/2 is empty: all seeds fall to others")) << finished.err;
  EXPECT_TRUE(contains(content_of(report), "failures=\"0\" errors=\"0\" skipped=\"1\"")) << content_of(report);
}

TEST_F(RunCommand, AMissedFloorIsInconclusiveOverTheFullSetOnly) {
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

TEST_F(RunCommand, AScenarioIsFoundByItsName) {
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

TEST_F(RunCommand, TagsChooseAndExclude) {
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
TEST_F(RunCommand, AFaultThatNeverTakesEffectIsInconclusive) {
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

TEST_F(RunCommand, AViolationOutweighsAMissedFloor) {
  const std::string file = folder_.write(
      "both.yaml",
      scenario("both", "run: {chaos: 1s, settle: 10s, max_events: 20}\ncover: {ops.acknowledged: 1000000}\n"));
  EXPECT_EQ(run({file, "--keep", "0"}).code, 1);
}

TEST_F(RunCommand, SeedsComeFromAFileToo) {
  const std::string corpus = folder_.write("corpus.txt", "# found in May\n7\n0x10..0x11 # a pair\n");
  const Finished finished = run({quiet(), "--seeds", "@" + corpus, "--json"});
  EXPECT_TRUE(contains(finished.out, "\"seed\":\"0x7\"") && contains(finished.out, "\"seed\":\"0x11\""))
      << finished.out;
  EXPECT_EQ(lines_in(finished.out), 5U);
}

TEST_F(RunCommand, ShardsTogetherRunEverySeed) {
  const std::string file = quiet();
  const Finished first = run({file, "--shard", "1/2", "--json"});
  const Finished second = run({file, "--shard", "2/2", "--json"});
  EXPECT_TRUE(contains(first.out, "\"seed\":\"0x1\"") && contains(first.out, "\"seed\":\"0x3\""));
  EXPECT_TRUE(contains(second.out, "\"seed\":\"0x2\"") && contains(second.out, "\"seed\":\"0x4\""));
  EXPECT_EQ(lines_in(first.out), 4U);
}

TEST_F(RunCommand, ShardsAreEvenOverAllScenarios) {
  const std::string other = folder_.write("other.yaml", scenario("other", short_run));
  const auto seeds_of = [&](const std::string& shard) {
    return lines_in(run({quiet(), other, "--seeds", "1..5", "--shard", shard, "--json"}).out) - 3;
  };
  EXPECT_EQ(seeds_of("1/4") + seeds_of("2/4") + seeds_of("3/4") + seeds_of("4/4"), 10U);
  EXPECT_EQ(seeds_of("1/4"), 3U);
  EXPECT_EQ(seeds_of("2/4"), 3U);
  EXPECT_EQ(seeds_of("3/4"), 2U) << "of each scenario by itself, it would be one less than the first twice";
}

TEST_F(RunCommand, ALimitOfTimeHoldsForAllScenarios) {
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

TEST_F(RunCommand, ALimitOfTimeContinuesPastTheScenariosSeeds) {
  const Finished finished = run({quiet(), "--for", "700ms", "--json"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.out, "\"seed\":\"0x5\"")) << finished.err;
}

}  // namespace

}  // namespace groundhog::test
