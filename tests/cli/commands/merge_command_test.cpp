// Shards and their merging: one report, as if it had been one run.

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {

namespace {

std::string scenario(const std::string& name, const std::string& run, const std::string& more = "") {
  return "version: 1\nname: " + name +
         "\ndescription: Two nodes and a few writes.\nseeds: {base: 1, count: 4}\nrun: {" + run +
         "}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n" +
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n" + more;
}

const std::string short_run = "chaos: 1s, settle: 10s";

class Merge : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(scenarios());
    folder_.write("scenarios/quiet.yaml", scenario("quiet", short_run, "cover: {ops.acknowledged: 20}\n"));
  }

  std::string scenarios() const { return folder_.path("scenarios"); }
  std::string add_scenario(const std::string& name, const std::string& text) {
    return folder_.write("scenarios/" + name + ".yaml", text);
  }

  // Runs the shard and keeps what it wrote; the file.
  std::string shard(const std::string& which, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"run", scenarios(), "--shard", which, "--json", "--no-shrink", "--keep", "0"};
    words.insert(words.end(), more.begin(), more.end());
    last_ = run_binary(words);
    const std::string name = "shard-" + std::to_string(++shards_) + ".jsonl";
    return folder_.write(name, last_.out);
  }

  static Finished merge(std::vector<std::string> files) {
    files.insert(files.begin(), "merge");
    return run_binary(files);
  }

  TemporaryFolder folder_;
  Finished last_;  // of shard()
  int shards_ = 0;
};

TEST_F(Merge, ReportsShardsAsOneRun) {
  add_scenario("failing", scenario("failing", short_run + ", max_events: 20"));
  const std::vector<std::string> files = {shard("3/3"), shard("1/3"), shard("2/3")};
  const Finished merged = merge({files[0], files[1], files[2], "--report", "tap"});
  const Finished whole = run_binary({"run", scenarios(), "--no-shrink", "--keep", "0", "--report", "tap"});
  EXPECT_EQ(merged.code, 1) << merged.err;
  EXPECT_EQ(whole.code, 1) << whole.err;
  EXPECT_EQ(merged.out, whole.out) << "each seed, failure and floor, in the same order";
  EXPECT_TRUE(contains(merged.err, "2 scenarios, 8 seeds, 4 failed")) << merged.err;
}

TEST_F(Merge, GroupsTheFailuresOfAllShardsAndShowsTheirMinimalForms) {
  add_scenario("failing", scenario("failing", short_run + ", max_events: 20"));
  const auto groups_in = [](const std::string& lines) {
    const std::size_t begin = lines.find("\"groups\":[{");
    return begin == std::string::npos ? lines : lines.substr(begin, lines.find("],\"gave_up\"", begin) - begin);
  };
  const Finished merged = merge({shard("1/2"), shard("2/2"), "--json"});
  const Finished whole = run_binary({"run", scenarios(), "--no-shrink", "--keep", "0", "--json"});
  EXPECT_TRUE(contains(whole.out, "\"count\":4,\"seeds\":\"0x1..0x4\"")) << whole.out;
  EXPECT_EQ(groups_in(merged.out), groups_in(whole.out));
  EXPECT_FALSE(contains(merged.out, "\"minimal\"")) << merged.out;

  const std::string out = folder_.path("out");
  const Finished shrunk = run_binary({"run", scenarios(), "--shard", "1/2", "--json", "--out", out});
  const std::string first = folder_.write("shrunk.jsonl", shrunk.out);
  const std::string report = folder_.path("report.xml");
  const Finished both = merge({first, shard("2/2"), "--report", "markdown", "--junit", report});
  EXPECT_TRUE(contains(both.out, "minimal form: 0 faults, 0 operations")) << both.out;
  EXPECT_TRUE(contains(both.out, "min.repro")) << both.out;
  EXPECT_TRUE(contains(content_of(report), "minimal form: 0 faults, 0 operations")) << content_of(report);
}

TEST_F(Merge, AMissingShardIsNotGreenInJUnit) {
  const std::string report = folder_.path("report.xml");
  EXPECT_EQ(merge({shard("1/2"), "--junit", report}).code, 3);
  EXPECT_TRUE(contains(content_of(report), "errors=\"1\"")) << content_of(report);
}

TEST_F(Merge, JudgesTheFloorsThatShardsOnlyReport) {
  const std::string met = shard("1/2");
  EXPECT_EQ(last_.code, 0) << last_.err;
  EXPECT_TRUE(contains(last_.out, "\"cover_judged\":false")) << last_.out;
  EXPECT_TRUE(contains(last_.err, "floors are not judged here: groundhog merge judges them")) << last_.err;
  const Finished green = merge({met, shard("2/2")});
  EXPECT_EQ(green.code, 0) << green.err;
  EXPECT_TRUE(contains(green.err, "as expected")) << green.err;

  add_scenario("demanding", scenario("demanding", short_run, "cover: {ops.acknowledged: 1000000}\n"));
  const std::string missed = shard("1/2");
  EXPECT_EQ(last_.code, 0) << last_.err;
  const Finished judged = merge({missed, shard("2/2")});
  EXPECT_EQ(judged.code, 3) << judged.err;
  EXPECT_TRUE(contains(judged.err, "cover missed: ops.acknowledged")) << judged.err;
}

TEST_F(Merge, AShardOfAllSeedsOfAScenarioDoesNotJudgeItsFloorsEither) {
  const std::string file =
      folder_.write("one.yaml", scenario("one", short_run, "cover: {ops.acknowledged: 1000000}\n"));
  EXPECT_EQ(run_binary({"run", file}).code, 3);
  const std::string list = "seeds: {base: 1, count: 1}";
  std::string one_seed = content_of(file);
  one_seed.replace(one_seed.find("seeds: {base: 1, count: 4}"), std::string("seeds: {base: 1, count: 4}").size(), list);
  folder_.write("one.yaml", one_seed);
  EXPECT_EQ(run_binary({"run", file, "--shard", "1/2"}).code, 0);
}

TEST_F(Merge, AMissingShardIsNamed) {
  const std::string first = shard("1/3");
  const std::string third = shard("3/3");
  const Finished one = merge({first, third});
  EXPECT_EQ(one.code, 3);
  EXPECT_TRUE(contains(one.err, "groundhog: shard 2/3 is missing\n")) << one.err;
  EXPECT_TRUE(contains(one.err, "quiet: 3 seeds")) << "what is there is reported:\n" << one.err;
  const Finished two = merge({first});
  EXPECT_EQ(two.code, 3);
  EXPECT_TRUE(contains(two.err, "groundhog: shards 2..3 of 3 are missing\n")) << two.err;
}

TEST_F(Merge, AShardThatWasCutIsMissing) {
  const std::string first = shard("1/2");
  const std::string whole = content_of(shard("2/2"));
  const std::size_t summary = whole.find("{\"type\":\"summary\"");
  for (const std::string& cut : {whole.substr(0, summary), whole.substr(0, whole.size() - 9), std::string()}) {
    const std::string file = folder_.write("cut.jsonl", cut);
    const Finished merged = merge({first, file});
    EXPECT_EQ(merged.code, 3);
    EXPECT_TRUE(contains(merged.err, file + " was cut")) << merged.err;
    EXPECT_TRUE(contains(merged.err, "shard 2/2 is missing")) << merged.err;
  }
}

TEST_F(Merge, WhatDoesNotBelongTogetherIsExitTwo) {
  const std::string first = shard("1/2");
  const std::string second = shard("2/2");
  const auto refused = [&](const std::vector<std::string>& files, const std::string& line) {
    const Finished merged = merge(files);
    EXPECT_EQ(merged.code, 2) << line << "\n" << merged.err;
    EXPECT_TRUE(contains(merged.err, "groundhog: " + line)) << merged.err;
  };
  refused({first, first}, first + " and " + first + " are both shard 1/2");
  const std::string of_three = shard("2/3");
  refused({first, of_three}, first + " is shard 1/2, " + of_three + " is 2/3");
  const std::string other_seeds = shard("2/2", {"--seeds", "1..6"});
  refused({first, other_seeds},
          first + " and " + other_seeds + " were given other seeds of quiet: 0x1..0x4 and 0x1..0x6");

  std::string text = content_of(second);
  const std::size_t commit = text.find("\"commit\":\"") + std::string("\"commit\":\"").size();
  const std::string ours = text.substr(commit, text.find('"', commit) - commit);
  const std::string foreign = folder_.write("foreign.jsonl", text.replace(commit, ours.size(), "0123456789ab"));
  refused({first, foreign}, first + " is of commit " + ours + ", " + foreign + " is of 0123456789ab");

  add_scenario("quiet", scenario("quiet", "chaos: 2s, settle: 10s", "cover: {ops.acknowledged: 20}\n"));
  const std::string edited = shard("2/2");
  refused({first, edited}, first + " and " + edited + " ran two texts of quiet");
}

TEST_F(Merge, WhatIsNoResultIsExitTwoWithItsLine) {
  const Finished missing = merge({folder_.path("nowhere.jsonl")});
  EXPECT_EQ(missing.code, 2);
  EXPECT_TRUE(contains(missing.err, "cannot read " + folder_.path("nowhere.jsonl"))) << missing.err;
  for (const std::string wrong : {"hello\n", "[]\n", "{\"type\":\"seed\"}\n", "{}\n"}) {
    const std::string file = folder_.write("wrong.jsonl", wrong);
    const Finished refused = merge({file});
    EXPECT_EQ(refused.code, 2) << wrong;
    EXPECT_TRUE(contains(refused.err, file + ":1: not what groundhog run --json writes: ")) << refused.err;
  }
  const std::string whole = content_of(shard("1/1"));
  const std::string without_a_seed = folder_.write("less.jsonl", whole.substr(whole.find('\n') + 1));
  EXPECT_TRUE(contains(merge({without_a_seed}).err, "quiet ran 4 seeds, and there are 3 lines of them"));
  EXPECT_EQ(run_binary({"merge"}).code, 2);
}

}  // namespace
}  // namespace groundhog::test
