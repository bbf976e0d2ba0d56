// The command with another guest: what it does with scenarios, failures and the check that this guest brings.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {
namespace {

constexpr const char* lost_writes = SCENARIOS "/lost-writes.yaml";
constexpr const char* failover = SCENARIOS "/failover.yaml";
constexpr const char* crash_and_split = SCENARIOS "/crash-and-split.yaml";

class RegisterCommand : public ::testing::Test {
 protected:
  Finished run(const std::string& scenario) {
    return run_binary({"run", scenario, "--out", folder_.path("out"), "--jobs", "2"});
  }
  // The first failure of the planted binary, made small.
  std::string planted_failure() {
    const Finished failed =
        run_program(PLANTED_BINARY, {"run", lost_writes, "--seeds", "1", "--no-shrink", "--out", folder_.path("out")});
    EXPECT_EQ(failed.code, 1) << failed.out << failed.err;
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder_.path("out"))) {
      if (each.path().filename() == "full.repro") return each.path().string();
    }
    ADD_FAILURE() << failed.out << failed.err;
    return {};
  }

  TemporaryFolder folder_;
};

// ---- scenarios of its own -----------------------------------------------------------------------------------------

TEST_F(RegisterCommand, runs_its_scenarios_and_finds_nothing) {
  for (const char* const scenario : {lost_writes, failover, crash_and_split}) {
    const Finished done = run(scenario);
    EXPECT_EQ(done.code, 0) << done.out << done.err;
  }
}

TEST_F(RegisterCommand, lints_them) {
  const Finished done = run_binary({"lint", SCENARIOS});
  EXPECT_EQ(done.code, 0) << done.out << done.err;
}

TEST_F(RegisterCommand, lint_knows_its_commands_words_events_and_checks_alone) {
  const auto of = [&](const std::string& lines) {
    const std::string file = folder_.write(
        "s.yaml",
        "version: 1\nname: s\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n" + lines);
    return run_binary({"lint", file});
  };
  EXPECT_EQ(of("workload: {ops: [{at: 1s, cmd: SET a b}]}\n").code, 0);
  EXPECT_TRUE(contains(of("workload: {ops: [{at: 1s, cmd: PTTL a}]}\n").err + of("").err, "unknown command 'PTTL'"));
  EXPECT_TRUE(contains(of("workload: {clients: 1, rate: 1/s, mix: {sett: 1}}\n").err,
                       "unknown operation 'sett' in mix (did you mean 'set'?)"));
  EXPECT_TRUE(
      contains(of("faults: [{do: pause, node: n1, when: {event: key.expired}}]\n").err, "unknown event 'key.expired'"));
  EXPECT_TRUE(contains(of("check: [ttl.safety]\n").err, "unknown check 'ttl.safety'"));
  EXPECT_TRUE(contains(of("cluster: {config: {maxmemory: 1MiB}}\n").err, "maxmemory"));
}

TEST_F(RegisterCommand, expands_a_scenario) {
  const Finished plan = run_binary({"expand", failover, "--seed", "3"});
  EXPECT_EQ(plan.code, 0) << plan.err;
  EXPECT_TRUE(contains(plan.out, "SET greeting \"good morning\"")) << plan.out;
}

TEST_F(RegisterCommand, lists_the_checks_that_apply_and_says_why_others_do_not) {
  const Finished checks = run_binary({"list", "checks"});
  EXPECT_EQ(checks.code, 0) << checks.err;
  EXPECT_TRUE(contains(checks.out, "register.written")) << checks.out;
  EXPECT_TRUE(contains(checks.out, "does not apply: this system has no deadlines of keys")) << checks.out;
  const Finished scenarios = run_binary({"list", "scenarios", SCENARIOS});
  EXPECT_TRUE(contains(scenarios.out, "crash-and-split")) << scenarios.out << scenarios.err;
}

TEST_F(RegisterCommand, explains_its_check_and_one_that_does_not_apply) {
  const Finished own = run_binary({"explain", "register.written"});
  EXPECT_TRUE(contains(own.out, "no client had asked to write")) << own.out << own.err;
  EXPECT_TRUE(contains(run_binary({"explain", "R1"}).out, "register.written"));
  EXPECT_TRUE(contains(run_binary({"explain", "ttl.safety"}).out, "This system has no use for it"));
}

TEST_F(RegisterCommand, traces_a_run) {
  const Finished traced = run_binary({"trace", failover, "--seed", "3"});
  EXPECT_EQ(traced.code, 0) << traced.err;
  EXPECT_TRUE(contains(traced.out + traced.err, "greeting"));
}

// ---- a planted bug ------------------------------------------------------------------------------------------------

TEST_F(RegisterCommand, its_own_check_finds_a_planted_bug_and_the_failure_is_replayed) {
  const std::string failure = planted_failure();
  const Finished same = run_program(PLANTED_BINARY, {"replay", failure});
  EXPECT_EQ(same.code, 1) << same.out << same.err;
  EXPECT_TRUE(contains(same.out + same.err, "register.written")) << same.out << same.err;
  const Finished without = run_binary({"replay", failure});  // the bug is not in this one
  EXPECT_NE(without.code, 1) << without.out << without.err;
}

TEST_F(RegisterCommand, a_failure_shrinks_and_becomes_a_scenario_that_other_binaries_understand) {
  const std::string failure = planted_failure();
  const Finished shrunk = run_program(PLANTED_BINARY, {"shrink", failure, "--check", "register.written", "--out",
                                                       folder_.path("min.repro"), "--jobs", "2"});
  EXPECT_EQ(shrunk.code, 0) << shrunk.out << shrunk.err;
  EXPECT_TRUE(contains(shrunk.out + shrunk.err, "2 operations")) << shrunk.out << shrunk.err;
  const Finished promoted = run_program(
      PLANTED_BINARY, {"promote", folder_.path("min.repro"), "--name", "last-byte", "--out", folder_.path("promoted")});
  EXPECT_EQ(promoted.code, 0) << promoted.out << promoted.err;
  const std::string scenario = content_of(folder_.path("promoted/last-byte.yaml"));
  EXPECT_TRUE(contains(scenario, "register.written")) << scenario;
  EXPECT_EQ(run_binary({"lint", folder_.path("promoted/last-byte.yaml")}).code, 0) << scenario;
  EXPECT_EQ(run(folder_.path("promoted/last-byte.yaml")).code, 0);
  EXPECT_EQ(
      run_program(PLANTED_BINARY, {"run", folder_.path("promoted/last-byte.yaml"), "--out", folder_.path("again")})
          .code,
      1);
}

}  // namespace
}  // namespace groundhog::test
