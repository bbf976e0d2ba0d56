// Planted bugs as users meet them: --mutant, the messages about their files and patches, the gate.
//
// The mutants here are stubs in the build folder: an empty patch has nothing to compile but its name.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>

#include "tests/process/terminal.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

namespace {

namespace fs = std::filesystem;

const std::string few_writes = "clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}";
const std::string key_that_expires = "ops: [{at: 0s, client: c1, node: primary, cmd: SET k v PX 1}]";

// `more` is for `run`.
std::string scenario_of(const std::string& name, const std::string& more = "",
                        const std::string& workload = few_writes) {
  return "version: 1\nname: " + name + "\ndescription: Two nodes and a few writes.\nseeds: {base: 1, count: 2}\n" +
         "run: {chaos: 1s, settle: 10s" + (more.empty() ? "" : ", " + more) +
         "}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\nworkload: {" + workload + "}\n";
}

const std::string scenario = scenario_of("quiet");

std::string patch_of_another_tree(const std::string& file) {
  return "--- a/" + file + "\n+++ b/" + file +
         "\n@@ -3,3 +3,3 @@\n a line that is not there\n-nor this one\n+nor its replacement\n nor what followed\n";
}

class Mutant : public ::testing::Test {
 protected:
  Mutant() {
    fs::remove_all(folder_);
    write("quiet.yaml", scenario);
  }

  void write(const std::string& name, const std::string& content) {
    const fs::path file = folder_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << content;
  }

  void plant(const std::string& name, const std::string& patch, const std::string& more = "") {
    write("mutants/" + name + "/patch.diff", patch);
    write("mutants/" + name + "/mutant.yaml",
          "title: A stub\nclass: B01\nseen_in: [here]\nviolates: replica.prefix\nscenario: " +
              (folder_ / "quiet.yaml").string() + "\nseeds: 1..2\n" + more);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string mutants() const { return path("mutants"); }

  Finished run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "run");
    arguments.insert(arguments.end(), {"--mutants", mutants(), "--out", (folder_ / "out").string()});
    return run_binary(arguments);
  }

  fs::path folder_ = GROUNDHOG_STUB_MUTANTS;
};

TEST_F(Mutant, OneThatChangesNothingIsNotCaught) {
  plant("nothing", "");
  const Finished bug = run({"--mutant", "nothing"});
  EXPECT_EQ(bug.code, 1) << bug.err;
  EXPECT_TRUE(bug.err.starts_with("building nothing; log: " GROUNDHOG_BUILD_DIR "/mutants.log\n")) << bug.err;
  EXPECT_TRUE(contains(bug.err, "nothing must violate replica.prefix: not caught")) << bug.err;
  EXPECT_TRUE(contains(bug.err, "an expected violation was not found")) << bug.err;

  const std::string file = path("quiet.yaml");
  const Finished unpromised = run({file, "--mutant", "nothing"});
  EXPECT_EQ(unpromised.code, 1) << "a scenario without `expect` has to catch it, too";
  EXPECT_TRUE(contains(unpromised.err, "nothing: not caught")) << unpromised.err;
  EXPECT_TRUE(contains(unpromised.err, "nothing was not caught")) << unpromised.err;

  write("expecting.yaml", scenario + "expect: {violates: replica.prefix, mutant: nothing}\n");
  const std::string expecting = (folder_ / "expecting.yaml").string();
  EXPECT_EQ(run({expecting, "--mutant", "nothing"}).code, 1);
  EXPECT_EQ(run({expecting}).code, 0) << "without the mutant the scenario must be green";
}

TEST_F(Mutant, ItsBuildIsNotSilentOnATerminal) {
  plant("nothing", "");
  burrow::test::Terminal terminal({"env", "-u", "CI", GROUNDHOG_BINARY, "run", "--mutant", "nothing", "--mutants",
                                   mutants(), "--out", path("out"), "--color", "never"});
  EXPECT_TRUE(terminal.shows("building nothing; log: ")) << terminal.screen();
  EXPECT_TRUE(terminal.shows("\r\x1b[Kbuilding nothing: ")) << "how far it is\n" << terminal.screen();
  EXPECT_TRUE(terminal.shows("an expected violation was not found")) << terminal.screen();
}

// The only one with a patch: a library that was compiled as a whole cannot have one of its files replaced.
TEST_F(Mutant, OfSeveralScenariosOneHasToCatchIt) {
  plant("expiry-is-not-logged", content_of(GROUNDHOG_SOURCE_DIR "/tests/mutants/expiry-is-not-logged/patch.diff"));
  write("blind.yaml", scenario_of("blind"));
  write("seeing.yaml", scenario_of("seeing", "", key_that_expires));
  const Finished both =
      run({path("blind.yaml"), path("seeing.yaml"), "--mutant", "expiry-is-not-logged", "--no-shrink"});
  EXPECT_EQ(both.code, 0) << both.err;
  EXPECT_TRUE(contains(both.err, "; expiry-is-not-logged: not caught\n")) << both.err;
  EXPECT_TRUE(contains(both.err, "; expiry-is-not-logged: caught after 1 seed, by seed 0x1\n")) << both.err;
  EXPECT_TRUE(contains(both.err, "expiry-is-not-logged: caught by 1 of 2 scenarios\n")) << both.err;
  EXPECT_EQ(run({path("blind.yaml"), "--mutant", "expiry-is-not-logged"}).code, 1);

  plant("nothing", "");
  const Finished score = run({path("blind.yaml"), path("seeing.yaml"), "--mutant", "all"});
  EXPECT_EQ(score.code, 0) << score.err;
  EXPECT_TRUE(contains(score.err, "building expiry-is-not-logged (1 of 2); log: ")) << score.err;
  EXPECT_TRUE(contains(score.out, "expiry-is-not-logged          0 of 2          2 of 2  seeing\n")) << score.out;
  EXPECT_TRUE(contains(score.out, "nothing                       0 of 2          0 of 2\n")) << score.out;
  EXPECT_TRUE(contains(score.out, "blind catches 0 of 2 planted bugs\n")) << score.out;
  EXPECT_TRUE(contains(score.out, "seeing catches 1 of 2 planted bugs; only it catches expiry-is-not-logged\n"))
      << score.out;

  const Finished json = run({path("blind.yaml"), path("seeing.yaml"), "--mutant", "all", "--json"});
  EXPECT_TRUE(contains(json.out, "{\"scenario\":\"seeing\",\"seeds\":2,\"caught\":2,\"first_seed\":\"0x1\",\"by\":{"))
      << json.out;
  EXPECT_TRUE(
      contains(json.out, "\"scenario\":\"seeing\",\"caught\":1,\"of\":2,\"only\":[\"expiry-is-not-logged\"]}\n"))
      << json.out;
}

TEST_F(Mutant, GdbStopsInTheSystemUnderTest) {
  plant("expiry-is-not-logged", content_of(GROUNDHOG_SOURCE_DIR "/tests/mutants/expiry-is-not-logged/patch.diff"));
  write("seeing.yaml", scenario_of("seeing", "", key_that_expires));
  run({path("seeing.yaml"), "--mutant", "expiry-is-not-logged", "--no-shrink"});
  const Finished stopped = run_binary({"replay", path("out/mutants/expiry-is-not-logged/seeing/0x1/full.repro"),
                                       "--gdb", "--mutant", "expiry-is-not-logged", "--mutants", mutants()});
  EXPECT_TRUE(contains(stopped.err, " at t=")) << stopped.err;
  EXPECT_TRUE(contains(stopped.err, "gdb stops at event #")) << stopped.err;
  const std::size_t stop = stopped.out.find("received signal SIGTRAP");
  ASSERT_NE(stop, std::string::npos) << stopped.out << stopped.err;
  EXPECT_NE(stopped.out.find("/sut/", stop), std::string::npos) << stopped.out;
}

TEST_F(Mutant, AScoreOfNothingIsExitOne) {
  plant("nothing", "");
  const Finished score = run({path("quiet.yaml"), "--mutant", "all"});
  EXPECT_EQ(score.code, 1) << score.err;
  EXPECT_TRUE(contains(score.out, "quiet catches 0 of 1 planted bug; it is the only scenario that was asked\n"))
      << score.out;

  plant("outdated", patch_of_another_tree("sut/server/options.hpp"));
  const Finished partly = run({path("quiet.yaml"), "--mutant", "all"});
  EXPECT_EQ(partly.code, 1);
  EXPECT_TRUE(contains(partly.err, "mutant outdated was not built")) << partly.err;
  EXPECT_TRUE(contains(partly.out, "quiet catches 0 of 1 planted bug;")) << "the other is asked:\n" << partly.out;
}

TEST_F(Mutant, ASeedThatFailsWithoutABugScoresNothing) {
  plant("nothing", "");
  write("failing.yaml", scenario_of("failing", "max_events: 20"));
  const Finished score = run({path("failing.yaml"), "--mutant", "all"});
  EXPECT_EQ(score.code, 1);
  EXPECT_TRUE(contains(score.err, "failing: 2 seeds of it fail without any planted bug and count for nothing"))
      << score.err;
  EXPECT_TRUE(contains(score.out, "0 of 0")) << score.out;
}

TEST_F(Mutant, WhatMakesNoSenseWithAScoreIsRefused) {
  const std::string file = path("quiet.yaml");
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{"--rerun-failed"},
                                                                                     {"--check-determinism"},
                                                                                     {"--shard", "1/2"},
                                                                                     {"--for", "1s"},
                                                                                     {"--fail-fast"},
                                                                                     {"--junit", "x.xml"},
                                                                                     {"--report", "tap"}}) {
    std::vector<std::string> words = {"run", file, "--mutant", "all", "--mutants", mutants()};
    words.insert(words.end(), wrong.begin(), wrong.end());
    const Finished refused = run_binary(words);
    EXPECT_EQ(refused.code, 2) << wrong.front();
    EXPECT_TRUE(contains(refused.err, "groundhog: " + wrong.front() + ": does not go with --mutant all"))
        << refused.err;
  }
  const Finished no_scenario = run_binary({"run", "--mutant", "all"});
  EXPECT_EQ(no_scenario.code, 2);
  EXPECT_TRUE(contains(no_scenario.err, "--mutant all: needs a scenario")) << no_scenario.err;
  const Finished no_mutants = run_binary({"run", file, "--mutant", "all", "--mutants", path("nowhere")});
  EXPECT_EQ(no_mutants.code, 2);
  EXPECT_TRUE(contains(no_mutants.err, "there are no mutants in ")) << no_mutants.err;
  const Finished shard = run({file, "--mutant", "nothing", "--shard", "1/2"});
  EXPECT_EQ(shard.code, 2);
  EXPECT_TRUE(contains(shard.err, "groundhog: --shard: is for the tree without a bug")) << shard.err;
}

TEST_F(Mutant, TheGateSaysWhoWasNotCaught) {
  plant("nothing", "");
  const std::string log = (folder_ / "log").string();
  const std::string command = "BUILD_DIR='" GROUNDHOG_BUILD_DIR "' MUTANTS_DIR='" + mutants() +
                              "' '" GROUNDHOG_SOURCE_DIR "/ci/mutants' nothing >'" + log + "' 2>&1";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
  EXPECT_TRUE(contains(content_of(log), "nothing: not caught by replica.prefix in seeds 0x1..0x2")) << content_of(log);
}

TEST_F(Mutant, APatchThatNoLongerAppliesIsNamedWithItsHunk) {
  plant("outdated", patch_of_another_tree("sut/server/options.hpp"));
  const Finished outdated = run({"--mutant", "outdated"});
  EXPECT_EQ(outdated.code, 2);
  EXPECT_TRUE(contains(outdated.err, "mutant outdated: its patch no longer applies")) << outdated.err;
  EXPECT_TRUE(contains(outdated.err, "nor its replacement")) << outdated.err;
}

TEST_F(Mutant, APatchOfAFileThatIsGoneDoesNotApply) {
  plant("of-nothing", patch_of_another_tree("sut/server/nowhere.hpp"));
  const Finished outdated = run({"--mutant", "of-nothing"});
  EXPECT_EQ(outdated.code, 2);
  EXPECT_TRUE(contains(outdated.err, "mutant of-nothing: its patch no longer applies")) << outdated.err;
}

TEST_F(Mutant, AWrongMutantFileIsExitTwoWithItsPlace) {
  plant("lost", "", "about_it: [x]\n");
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"list", "mutants"}, {"explain", "lost"}, {"run", "--mutant", "lost"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--mutants", mutants()});
    const Finished refused = run_binary(arguments);
    EXPECT_EQ(refused.code, 2) << command.front();
    EXPECT_TRUE(contains(refused.err, "lost/mutant.yaml:7:1: error: unknown key 'about_it'")) << refused.err;
  }
}

TEST_F(Mutant, AMisspeltNameIsAnsweredWithTheLikelyOne) {
  plant("nothing", "");
  const Finished unknown = run({"--mutant", "nothign"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_TRUE(contains(unknown.err, "no mutant called \"nothign\" (did you mean nothing?)")) << unknown.err;
  EXPECT_TRUE(contains(run_binary({"explain", "nothign", "--mutants", mutants()}).err, "did you mean nothing?"));

  write("expecting.yaml", scenario + "expect: {violates: replica.prefix, mutant: nothign}\n");
  const Finished lint = run_binary({"lint", (folder_ / "expecting.yaml").string(), "--mutants", mutants()});
  EXPECT_EQ(lint.code, 2);
  EXPECT_TRUE(contains(lint.err, "unknown mutant 'nothign' (did you mean 'nothing'?)")) << lint.err;
}

TEST_F(Mutant, AreListedAndExplained) {
  plant("nothing", "");
  const Finished listed = run_binary({"list", "mutants", "--mutants", mutants(), "--json"});
  EXPECT_TRUE(contains(
      listed.out, "{\"type\":\"mutants\",\"format\":1,\"name\":\"nothing\",\"class\":\"B01\",\"title\":\"A stub\""))
      << listed.out;
  EXPECT_TRUE(contains(run_binary({"explain", "nothing", "--mutants", mutants()}).out, "nothing (B01): A stub"));
}

TEST_F(Mutant, WithoutAScenarioARunNeedsOne) {
  const Finished bare = run_binary({"run"});
  EXPECT_EQ(bare.code, 2);
  EXPECT_TRUE(contains(bare.err, "SCENARIO")) << bare.err;
}

}  // namespace
}  // namespace groundhog::test
