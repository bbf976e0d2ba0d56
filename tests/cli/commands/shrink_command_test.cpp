// `groundhog shrink` and the shrinking of `groundhog run` as their users meet them. The run that fails here never gets
// going: its links lose everything.
#include <filesystem>

#include <gtest/gtest.h>

#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
using namespace cli;
namespace {

std::string deaf_scenario(const std::string& loss) {
  return "version: 1\nname: deaf\nseeds: {list: [3]}\nrun: {chaos: 1s, settle: 10s}\n"
         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}, n3: {role: replica, of: n1}}\n"
         "network: {default: {delay: 1ms, loss: " +
         loss +
         "}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";
}

class ShrinkCommand : public ::testing::Test {
 protected:
  std::string repro(const std::string& loss, const std::string& about = "never-ready") {
    Repro unfinished = unfinished_repro("deaf", "deaf.yaml", deaf_scenario(loss), 3);
    unfinished.about = about;
    const std::string file = folder_.path("full.repro");
    EXPECT_TRUE(write_repro(file, unfinished));
    return file;
  }
  Finished shrink(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "shrink");
    return run_binary(arguments);
  }

  TemporaryFolder folder_;
};

TEST_F(ShrinkCommand, WritesTheMinimalReproBesideTheFile) {
  const Finished finished = shrink({repro("100%")});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(finished.out, "");
  EXPECT_TRUE(contains(finished.err, "FAIL deaf seed 0x3: never-ready")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "minimised: 0 faults, 0 operations"));
  EXPECT_TRUE(contains(finished.err, "it takes no fault and no operation"));
  EXPECT_TRUE(contains(finished.err, "groundhog promote " + folder_.path("min.repro")));
  const auto minimal = read_repro(folder_.path("min.repro"));
  ASSERT_TRUE(minimal.has_value()) << minimal.error();
  EXPECT_EQ(minimal->about, "never-ready");
  EXPECT_EQ(minimal->outcome->size.elements(), 0U);
  EXPECT_GT(minimal->minimised_from->operations, 0U);
}

TEST_F(ShrinkCommand, NothingIsOverwrittenUnasked) {
  const std::string file = repro("100%");
  const std::string out = folder_.write("kept.repro", "mine");
  const Finished refused = shrink({file, "--out", out});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, "exists")) << refused.err;
  EXPECT_EQ(content_of(out), "mine");
  EXPECT_EQ(shrink({file, "--out", out, "--force"}).code, 0);
  EXPECT_TRUE(read_repro(out).has_value());
}

// Noticed before any time is spent: with a run that does not even fail.
TEST_F(ShrinkCommand, WhereItCannotWriteIsNoticedFirst) {
  const std::string file = repro("0");
  const Finished nowhere = shrink({file, "--out", folder_.path("nowhere/a.repro")});
  EXPECT_EQ(nowhere.code, 70);
  EXPECT_TRUE(contains(nowhere.err, "cannot write")) << nowhere.err;
  std::filesystem::create_directories(folder_.path("dir"));
  EXPECT_EQ(shrink({file, "--out", folder_.path("dir"), "--force"}).code, 2);
}

// `run` may have written a minimal repro already, and with more time it may become a better one.
TEST_F(ShrinkCommand, AReproOfTheSameFailureGivesWay) {
  const std::string scenario = folder_.write("deaf.yaml", deaf_scenario("100%"));
  const std::string out = folder_.path("out");
  EXPECT_EQ(run_binary({"run", scenario, "--seed", "3", "--out", out}).code, 1);
  ASSERT_TRUE(std::filesystem::exists(out + "/deaf/0x3/min.repro"));
  const Finished again = shrink({out + "/deaf/0x3/full.repro"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(contains(again.err, "groundhog promote " + out + "/deaf/0x3/min.repro")) << again.err;
}

TEST_F(ShrinkCommand, WithoutAFailureThereIsNothingToShrink) {
  const Finished healthy = shrink({repro("0")});
  EXPECT_EQ(healthy.code, 3);
  EXPECT_TRUE(contains(healthy.err, "does not fail with this build")) << healthy.err;
  const Finished another = shrink({repro("100%"), "--check", "ttl.safety"});
  EXPECT_EQ(another.code, 3);
  EXPECT_TRUE(contains(another.err, "but never-ready: choose with --check")) << another.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.path("min.repro")));
}

TEST_F(ShrinkCommand, AnotherWayOfTheSameFailureIsNotShrunk) {
  const std::string file = repro("100%");
  Repro ended = read_repro(file).value();
  ended.outcome.emplace();
  ended.outcome->end = SeedEnd::never_ready;
  ended.outcome->detail = "some other reason";
  ASSERT_TRUE(write_repro(file, ended));
  const Finished finished = shrink({file});
  EXPECT_EQ(finished.code, 3);
  EXPECT_TRUE(contains(finished.err, "shows never-ready with this build, but in another way than was recorded"))
      << finished.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.path("min.repro")));
}

TEST_F(ShrinkCommand, BadInputIsExitTwo) {
  EXPECT_EQ(shrink({}).code, 2);
  EXPECT_EQ(shrink({folder_.path("nowhere.repro")}).code, 2);
  EXPECT_EQ(shrink({folder_.write("foreign.repro", "version: 1\n")}).code, 2);
  EXPECT_EQ(shrink({repro("100%"), "--budget", "0s"}).code, 2);
  const Finished misspelt = shrink({repro("100%"), "--check", "ttl.safty"});
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_TRUE(contains(misspelt.err, "did you mean ttl.safety?")) << misspelt.err;
  const std::string whole = content_of(repro("100%"));
  EXPECT_EQ(shrink({folder_.write("cut.repro", whole.substr(0, whole.size() / 2))}).code, 2);
}

TEST_F(ShrinkCommand, JsonIsOneLine) {
  const Finished finished = shrink({repro("100%"), "--json"});
  EXPECT_TRUE(finished.out.starts_with(
      R"({"type":"minimised","format":1,"scenario":"deaf","seed":"0x3","about":"never-ready")"))
      << finished.out;
  EXPECT_TRUE(contains(finished.out, R"("verified":true)"));
}

TEST_F(ShrinkCommand, RunShrinksTheFirstFailureOfAKind) {
  const std::string file = folder_.write("deaf.yaml", deaf_scenario("100%"));
  const std::string out = folder_.path("out");
  const Finished finished = run_binary({"run", file, "--seeds", "1..3", "--out", out, "--json"});
  EXPECT_EQ(finished.code, 1);
  EXPECT_TRUE(std::filesystem::exists(out + "/deaf/0x1/min.repro"));
  EXPECT_FALSE(std::filesystem::exists(out + "/deaf/0x2/min.repro"));
  EXPECT_TRUE(contains(finished.out, R"({"type":"minimised","format":1,)")) << finished.out;
  EXPECT_TRUE(contains(finished.err, "keep it:   groundhog promote " + out + "/deaf/0x1/min.repro")) << finished.err;
}

TEST_F(ShrinkCommand, RunShrinksNothingWhereItIsNotWanted) {
  const std::string file = folder_.write("deaf.yaml", deaf_scenario("100%"));
  const std::string out = folder_.path("out");
  for (const std::vector<std::string>& unwanted : {std::vector<std::string>{"--no-shrink"}, {"--keep", "0"}}) {
    std::vector<std::string> arguments = {"run", file, "--seeds", "1..2", "--out", out};
    arguments.insert(arguments.end(), unwanted.begin(), unwanted.end());
    const Finished finished = run_binary(arguments);
    EXPECT_EQ(finished.code, 1);
    EXPECT_FALSE(contains(finished.err, "minimised")) << finished.err;
    EXPECT_FALSE(std::filesystem::exists(out + "/deaf/0x1/min.repro"));
  }
}

}  // namespace
}  // namespace groundhog::test
