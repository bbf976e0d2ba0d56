// Planted bugs as users meet them: --mutant, the messages about their files and patches, the gate.
//
// The mutants here are stubs in the build folder: an empty patch has nothing to compile but its name.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {

namespace {

namespace fs = std::filesystem;

const std::string scenario =
    "version: 1\nname: quiet\ndescription: Two nodes and a few writes.\nseeds: {base: 1, count: 2}\n"
    "run: {chaos: 1s, settle: 10s}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
    "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";

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

  std::string mutants() const { return (folder_ / "mutants").string(); }

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
  EXPECT_TRUE(contains(bug.err, "nothing must violate replica.prefix: not caught")) << bug.err;
  EXPECT_TRUE(contains(bug.err, "an expected violation was not found")) << bug.err;

  const std::string file = (folder_ / "quiet.yaml").string();
  EXPECT_EQ(run({file, "--mutant", "nothing"}).code, 0) << "a scenario without `expect` is reported plainly";

  write("expecting.yaml", scenario + "expect: {violates: replica.prefix, mutant: nothing}\n");
  const std::string expecting = (folder_ / "expecting.yaml").string();
  EXPECT_EQ(run({expecting, "--mutant", "nothing"}).code, 1);
  EXPECT_EQ(run({expecting}).code, 0) << "without the mutant the scenario must be green";
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
  EXPECT_TRUE(contains(listed.out, "{\"name\":\"nothing\",\"class\":\"B01\",\"title\":\"A stub\"")) << listed.out;
  EXPECT_TRUE(contains(run_binary({"explain", "nothing", "--mutants", mutants()}).out, "nothing (B01): A stub"));
}

TEST_F(Mutant, WithoutAScenarioARunNeedsOne) {
  const Finished bare = run_binary({"run"});
  EXPECT_EQ(bare.code, 2);
  EXPECT_TRUE(contains(bare.err, "SCENARIO")) << bare.err;
}

}  // namespace
}  // namespace groundhog::test
