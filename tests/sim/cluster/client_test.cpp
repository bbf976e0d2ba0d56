// What clients of a run do, at exact virtual times. Links take 1 ms.
#include <gtest/gtest.h>

#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

using Times = std::vector<Duration>;

TEST(Client, an_operation_takes_one_round_trip_and_is_seen_at_the_node) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  ASSERT_EQ(result.end, EndReason::completed) << result.detail;
  const auto& set = log.operation(0);
  EXPECT_EQ(set.node, HostId{0});
  EXPECT_EQ(set.invoked, 100ms);
  EXPECT_EQ(set.delivered, 101ms);
  EXPECT_EQ(set.accepted, 101ms);
  EXPECT_EQ(set.completed, 102ms);
  EXPECT_EQ(set.outcome, Outcome::ok);
  EXPECT_EQ(set.reply, "OK");
  EXPECT_EQ(result.coverage.at("ops.acknowledged"), 1U);
}

TEST(Client, the_append_names_the_connection_and_command_of_its_operation) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"GET", "k"}), operation(110ms, 1, "n1", {"GET", "k"}),
                     operation(120ms, 0, "n1", {"SET", "k", "v"})};
  RunLog log(plan);
  run(plan, log);

  ASSERT_EQ(log.appended.size(), 1U);
  EXPECT_EQ(log.appended[0].connection, log.operation(2).connection);
  EXPECT_EQ(log.appended[0].command, 2U);
  EXPECT_EQ(log.operation(2).command, 2U);
  EXPECT_NE(log.operation(1).connection, log.operation(0).connection);
}

TEST(Client, operations_of_one_client_wait_their_turn) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "1"}), operation(100ms, 0, "n2", {"GET", "k"}),
                     operation(101ms, 1, "n3", {"GET", "k"})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(1).invoked, 102ms);
  EXPECT_EQ(log.operation(1).reply, "1") << "the entry reached n2 at 102 ms, the request at 103 ms";
  EXPECT_EQ(log.operation(2).invoked, 101ms) << "another client does not wait";
}

TEST(Client, an_error_reply_is_a_definite_failure) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n2", {"SET", "k", "v"})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::error);
  EXPECT_EQ(log.operation(0).reply, "READONLY");
  EXPECT_EQ(result.coverage.at("ops.failed"), 1U);
  EXPECT_EQ(result.coverage.at("ops.acknowledged"), 0U);
}

TEST(Client, a_silent_node_makes_it_unknown_at_the_timeout_and_the_client_starts_afresh) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"}), operation(700ms, 0, "n1", {"GET", "k"})};
  plan.faults = {fault("pause", 99ms, 550ms, {{"node", std::string("n1")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  const auto& set = log.operation(0);
  EXPECT_EQ(set.outcome, Outcome::unknown);
  EXPECT_EQ(set.completed, 600ms);
  EXPECT_EQ(set.delivered, 101ms) << "the kernel took it in";
  EXPECT_EQ(result.coverage.at("ops.unknown"), 1U);
  EXPECT_EQ(log.times("opened c1 n1").back(), 610ms) << "after a backoff of 10 ms";
  EXPECT_EQ(log.operation(1).outcome, Outcome::ok);
  EXPECT_NE(log.operation(1).connection, set.connection);
  EXPECT_EQ(log.operation(1).command, 1U);
}

TEST(Client, a_crash_under_way_makes_it_unknown_when_the_connection_breaks) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  plan.faults = {fault("crash", 100'500us, std::nullopt, {{"node", std::string("n1")}})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unknown);
  EXPECT_EQ(log.operation(0).completed, 101'500us) << "the FIN of the dead process";
}

TEST(Client, without_a_connection_it_is_unsent_at_the_timeout) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"}), operation(650ms, 0, "n2", {"GET", "k"})};
  plan.faults = {fault("crash", 10ms, std::nullopt, {{"node", std::string("n1")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unsent);
  EXPECT_EQ(log.operation(0).completed, 600ms);
  EXPECT_EQ(log.operation(0).connection, ConnectionId::none);
  EXPECT_EQ(log.operation(1).outcome, Outcome::ok) << "other nodes are served";
  EXPECT_EQ(result.coverage.at("ops.unsent"), 1U);
}

TEST(Client, a_restarted_node_serves_an_operation_that_waited) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  plan.faults = {fault("crash", 10ms, 200ms, {{"node", std::string("n1")}})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::ok);
  EXPECT_GE(log.operation(0).invoked, 210ms);
}

TEST(Client, an_operation_that_still_waits_when_chaos_ends_is_unsent) {
  Plan plan = three_nodes();
  plan.operations = {operation(1900ms, 0, "n1", {"SET", "k", "v"})};
  plan.faults = {fault("crash", 1800ms, std::nullopt, {{"node", std::string("n1")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unsent);
  EXPECT_EQ(log.operation(0).invoked, 2s);
  EXPECT_EQ(log.operation(0).completed, 2s);
  EXPECT_EQ(log.operation(0).connection, ConnectionId::none);
  EXPECT_EQ(result.coverage.at("ops.unsent"), 1U);
}

TEST(Client, operations_behind_one_that_waits_to_the_end_have_no_turn) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"}), operation(1900ms, 0, "n1", {"MUTE"}),
                     operation(1910ms, 0, "n2", {"GET", "k"}), operation(1920ms, 0, "n2", {"GET", "k"}),
                     operation(1930ms, 1, "n2", {"GET", "k"})};
  const RunResult result = run(plan);

  EXPECT_EQ(result.coverage.at("ops.acknowledged"), 2U);
  EXPECT_EQ(result.coverage.at("ops.no_turn"), 2U);
}

// The time-out is longer than what is left of the run, and n1 does not answer.
TEST(Client, an_operation_without_an_answer_at_the_end_is_unknown) {
  Plan plan = three_nodes();
  plan.operation_timeout = 10s;
  plan.operations = {operation(1900ms, 0, "n1", {"MUTE"})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unknown);
  EXPECT_EQ(log.operation(0).completed, 4s);
  EXPECT_EQ(result.coverage.at("ops.unknown"), 1U);
}

TEST(Client, primary_is_the_node_promoted_last) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "primary", {"SET", "k", "1"}),
                     operation(300ms, 0, "primary", {"SET", "k", "2"})};
  plan.faults = {fault("promote", 200ms, std::nullopt, {{"node", std::string("n2")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).node, HostId{0});
  EXPECT_EQ(log.operation(1).node, HostId{1});
  EXPECT_EQ(log.operation(1).outcome, Outcome::ok);
  EXPECT_EQ(result.fault_effective[0], 1U);
}

}  // namespace
}  // namespace groundhog::test
