// groundhog issued: what clients ask, in which state of the key, and what comes of it.
#include <gtest/gtest.h>

#include "checkers/issued/wanted_cells.hpp"
#include "sim/burrow/burrow_guest.hpp"
#include "tests/cli/command_fixture.hpp"

namespace groundhog::test {
namespace {

using IssuedCommandTest = Command;

TEST_F(IssuedCommandTest, CountsFormsStatesAndOutcomes) {
  const Finished finished = run_binary({"issued", quiet()});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.out, "quiet, 4 seeds: ")) << finished.out;
  EXPECT_TRUE(contains(finished.out, "\ncommand  absent ") && contains(finished.out, "\nGET ")) << finished.out;
  EXPECT_FALSE(contains(finished.out, "MGET")) << "no client sends it\n" << finished.out;
}

TEST_F(IssuedCommandTest, IsTheSameOnSeveralProcesses) {
  const std::string file = quiet();
  EXPECT_EQ(run_binary({"issued", file, "--jobs", "1"}).out, run_binary({"issued", file, "--jobs", "3"}).out);
}

TEST_F(IssuedCommandTest, NamesWhatCameTooSeldom) {
  const Finished finished = run_binary({"issued", quiet(), "--least", "1"});
  EXPECT_EQ(finished.code, 1);
  EXPECT_TRUE(contains(finished.err, "came 0 times: GET, dead but held: nil\n")) << finished.err;
  EXPECT_FALSE(contains(finished.err, "came 0 times: GET, persistent: value\n")) << finished.err;
  EXPECT_FALSE(contains(finished.err, "cannot be")) << finished.err;
}

TEST_F(IssuedCommandTest, NeedsOneScenarioThatRuns) {
  EXPECT_EQ(run_binary({"issued"}).code, 2);
  EXPECT_EQ(run_binary({"issued", folder_.path("missing.yaml")}).code, 2);
  const Finished failed = run_binary({"issued", failing(), "--seeds", "1"});
  EXPECT_EQ(failed.code, 1);
  EXPECT_TRUE(contains(failed.err, "seed 0x1 failed")) << failed.err;
}

TEST_F(IssuedCommandTest, ThePageRoundsItsCountsDown) {
  const Finished finished = run_binary({"issued", quiet(), "--seeds", "1..40", "--markdown"});
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(finished.out.starts_with("# What is issued\n\n<!-- Written by `groundhog issued ")) << finished.out;
  EXPECT_TRUE(contains(finished.out, "\n| `GET` | nil: 100+ | value: 100+ | value: 0 | nil: 0 |\n")) << finished.out;
}

TEST(IssuedRules, KnowEachCommandOfBurrow) {
  const auto missing = checkers::commands_without_rule(burrow_commands());
  EXPECT_TRUE(missing.empty()) << missing.front()
                               << " needs a line in checkers/issued/issued_rules.cpp, or a reason in wanted_cells.cpp";
}

}  // namespace
}  // namespace groundhog::test
