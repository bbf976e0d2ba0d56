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

TEST_F(RegisterCommand, has_no_deadlines_whose_state_could_be_counted) {
  const Finished done = run_binary({"issued", failover});
  EXPECT_EQ(done.code, 2);
  EXPECT_TRUE(contains(done.err, "this system has no deadlines of keys")) << done.err;
}

TEST_F(RegisterCommand, init_writes_a_scenario_and_a_schema_of_its_words) {
  const std::string file = folder_.path("mine.yaml");
  const Finished done = run_binary({"init", file});
  EXPECT_EQ(done.code, 0) << done.err;
  const std::string text = content_of(file);
  EXPECT_TRUE(text.starts_with("# yaml-language-server: $schema=scenario.v1.schema.json\n")) << text;
  EXPECT_TRUE(contains(text, "n1: {role: leader}\n")) << text;
  EXPECT_FALSE(contains(text, "heartbeat") || contains(text, "setex")) << text;
  EXPECT_EQ(content_of(folder_.path("scenario.v1.schema.json")), run_binary({"schema"}).out);
  EXPECT_EQ(run_binary({"lint", file}).code, 0);
}

TEST_F(RegisterCommand, lint_knows_its_commands_words_events_and_checks_alone) {
  const auto of = [&](const std::string& lines) {
    const std::string file = folder_.write(
        "s.yaml",
        "version: 1\nname: s\ncluster:\n  nodes: {n1: {role: leader}, n2: {role: follower, of: n1}}\n" + lines);
    return run_binary({"lint", file});
  };
  EXPECT_EQ(of("workload: {ops: [{at: 1s, cmd: SET a b}]}\n").code, 0);
  EXPECT_TRUE(contains(of("workload: {ops: [{at: 1s, cmd: PTTL a}]}\n").err + of("").err, "unknown command 'PTTL'"));
  EXPECT_TRUE(contains(of("workload: {clients: 1, rate: 1/s, mix: {sett: 1}}\n").err,
                       "unknown operation 'sett' (did you mean 'set'?)"));
  EXPECT_TRUE(
      contains(of("faults: [{do: pause, node: n1, when: {event: key.expired}}]\n").err, "unknown event 'key.expired'"));
  EXPECT_TRUE(contains(of("check: [ttl.safety]\n").err, "unknown check 'ttl.safety'"));
  EXPECT_TRUE(contains(of("cluster: {config: {maxmemory: 1MiB}}\n").err, "maxmemory"));
}

TEST_F(RegisterCommand, lint_names_its_roles_where_a_scenario_has_those_of_another_system) {
  const auto of = [&](const std::string& roles, const std::string& lines) {
    const std::string file = folder_.write("s.yaml", "version: 1\nname: s\ncluster: {nodes: " + roles + "}\n" + lines);
    return run_binary({"lint", file}).err;
  };
  const std::string nodes = "{n1: {role: leader}, n2: {role: follower, of: n1}}";
  EXPECT_TRUE(contains(of("{n1: {role: primary}}", ""), "expected one of leader, follower, found 'primary'"));
  EXPECT_TRUE(contains(of("{n1: {role: leader}, n2: {role: follower}}", ""), "the follower lacks its upstream: 'of'"));
  EXPECT_TRUE(contains(of("{n1: {role: leader}, n2: {role: leader}}", ""), "a second leader: the first is 'n1'"));
  EXPECT_TRUE(contains(of("{leader: {role: leader}}", ""), "'leader' cannot be the name of a node"));
  EXPECT_TRUE(contains(of(nodes, "faults: [{do: crash, node: primary}]\n"),
                       "unknown node 'primary': expected one of n1, n2, or any, leader, follower"));
  EXPECT_TRUE(contains(of(nodes, "workload: {ops: [{at: 1s, node: primary, cmd: GET a}]}\n"),
                       "unknown node 'primary': expected one of n1, n2, or leader"));
  EXPECT_TRUE(contains(of(nodes, "workload: {connect: primary}\n"), "expected one of any, leader, found 'primary'"));
  const std::string good = of(nodes,
                              "workload: {connect: leader, ops: [{at: 1s, node: leader, cmd: GET a}]}\n"
                              "faults: [{do: crash, node: follower, at: 1s}, {do: pause, node: leader, for: 1s}]\n");
  EXPECT_EQ(good, "1 scenario, nothing wrong\n");
}

TEST_F(RegisterCommand, expands_a_scenario) {
  const Finished plan = run_binary({"expand", failover, "--seed", "3"});
  EXPECT_EQ(plan.code, 0) << plan.err;
  EXPECT_TRUE(contains(plan.out, "SET greeting \"good morning\"")) << plan.out;
  EXPECT_TRUE(contains(plan.out, "n2: {role: follower, of: n1}")) << plan.out;
  EXPECT_TRUE(contains(plan.out, "client: c1, node: leader, cmd: ")) << plan.out;
  EXPECT_FALSE(contains(plan.out, "primary") || contains(plan.out, "replica,")) << plan.out;
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

TEST_F(RegisterCommand, schema_reference_and_explanations_have_its_roles) {
  const std::string schema = run_binary({"schema"}).out;
  EXPECT_TRUE(contains(schema, "\"leader\"") && contains(schema, "\"follower\""));
  EXPECT_FALSE(contains(schema, "\"primary\"") || contains(schema, "\"replica\""));
  EXPECT_TRUE(contains(run_binary({"explain", "crash"}).out, "one that is drawn: any, leader, follower"));
  const std::string page = run_binary({"explain", "--all", "--markdown", "--topic", "scenario"}).out;
  EXPECT_TRUE(contains(page, "all others follow: `leader`, `follower` (required)")) << page;
}

TEST_F(RegisterCommand, traces_a_run) {
  const Finished traced = run_binary({"trace", failover, "--seed", "3"});
  EXPECT_EQ(traced.code, 0) << traced.err;
  EXPECT_TRUE(contains(traced.out + traced.err, "greeting"));
  const Finished all = run_binary({"trace", failover, "--seed", "3", "--verbose"});
  EXPECT_TRUE(contains(all.out, "follower offset=") && contains(all.out, " followers=1")) << all.err;
}

// ---- a planted bug ------------------------------------------------------------------------------------------------

TEST_F(RegisterCommand, its_own_check_finds_a_planted_bug_and_the_failure_is_replayed) {
  const std::string failure = planted_failure();
  const Finished same = run_program(PLANTED_BINARY, {"replay", failure});
  EXPECT_EQ(same.code, 1) << same.out << same.err;
  EXPECT_TRUE(contains(same.out + same.err, "register.written")) << same.out << same.err;
  const Finished state = run_program(PLANTED_BINARY, {"replay", failure, "--state", "1s"});
  EXPECT_TRUE(contains(state.out, "n2  follower of n1")) << state.out << state.err;
  const Finished without = run_binary({"replay", failure});  // the bug is not in this one
  EXPECT_NE(without.code, 1) << without.out << without.err;
}

// The last of these lines, which all have an end.
std::string last_line(const std::string& text) { return text.substr(text.rfind('\n', text.size() - 2) + 1); }

TEST_F(RegisterCommand, a_timeline_can_end_with_the_violation) {
  const Finished replayed = run_program(PLANTED_BINARY, {"replay", planted_failure(), "--until", "violation"});
  EXPECT_TRUE(contains(last_line(replayed.out), "VIOLATED replica.prefix: ")) << replayed.out << replayed.err;
  const Finished whole = run_program(PLANTED_BINARY, {"replay", planted_failure(), "--trace"});
  EXPECT_TRUE(contains(whole.out, last_line(replayed.out))) << "marked in the whole one, too";
  EXPECT_TRUE(contains(whole.out, "VIOLATED register.written: "));
  EXPECT_GT(whole.out.size(), replayed.out.size());
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
  EXPECT_TRUE(contains(scenario, "{role: follower, of: n1}")) << scenario;
  EXPECT_EQ(run_binary({"lint", folder_.path("promoted/last-byte.yaml")}).code, 0) << scenario;
  EXPECT_EQ(run(folder_.path("promoted/last-byte.yaml")).code, 0);
  EXPECT_EQ(
      run_program(PLANTED_BINARY, {"run", folder_.path("promoted/last-byte.yaml"), "--out", folder_.path("again")})
          .code,
      1);
}

}  // namespace
}  // namespace groundhog::test
