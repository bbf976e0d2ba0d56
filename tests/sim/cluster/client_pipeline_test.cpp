// Clients with several operations under way, at exact virtual times. Links take 1 ms.
#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

// One client with `pipeline` operations under way at most.
Plan pipelined(std::uint32_t pipeline, std::vector<PlannedOperation> operations) {
  Plan plan = three_nodes();
  plan.client_specs[0].pipeline = pipeline;
  plan.operations = std::move(operations);
  return plan;
}

PlannedOperation set(Duration at, const std::string& value, const std::string& node = "n1") {
  return operation(at, 0, node, {"SET", "k", value});
}

PlannedOperation get(Duration at, const std::string& node = "n1") { return operation(at, 0, node, {"GET", "k"}); }

PlannedFault pause_of(const std::string& node, Duration at, Duration lasts) {
  return fault("pause", at, lasts, {{"node", node}});
}

TEST(ClientPipeline, operations_are_sent_without_waiting_and_replies_come_in_their_order) {
  const Plan plan = pipelined(3, {set(100ms, "1"), get(100ms), set(100ms, "2"), get(100ms)});
  RunLog log(plan);
  run(plan, log);

  for (std::uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(log.operation(i).invoked, 100ms) << i;
    EXPECT_EQ(log.operation(i).delivered, 101ms) << i;
    EXPECT_EQ(log.operation(i).accepted, 101ms) << i;
    EXPECT_EQ(log.operation(i).completed, 102ms) << i;
    EXPECT_EQ(log.operation(i).command, i + 1) << i;
    EXPECT_EQ(log.operation(i).connection, log.operation(0).connection) << i;
  }
  EXPECT_EQ(log.operation(0).reply, "OK");
  EXPECT_EQ(log.operation(1).reply, "1");
  EXPECT_EQ(log.operation(2).reply, "OK");
  EXPECT_EQ(log.operation(3).invoked, 102ms) << "three were under way";
  EXPECT_EQ(log.operation(3).reply, "2");
}

TEST(ClientPipeline, an_operation_is_sent_when_it_is_due_whatever_is_under_way) {
  const Plan plan = pipelined(2, {set(100ms, "1"), set(100'500us, "2")});
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(1).invoked, 100'500us);
  EXPECT_EQ(log.operation(1).completed, 102'500us);
}

TEST(ClientPipeline, each_append_names_its_own_command) {
  const Plan plan = pipelined(8, {set(100ms, "1"), get(100ms), set(100ms, "2")});
  RunLog log(plan);
  run(plan, log);

  ASSERT_EQ(log.appended.size(), 2U);
  EXPECT_EQ(log.appended[0].command, 1U);
  EXPECT_EQ(log.appended[1].command, 3U);
}

TEST(ClientPipeline, operations_at_all_nodes_count_together) {
  const Plan plan = pipelined(2, {get(100ms, "n1"), get(100ms, "n2"), get(100ms, "n3")});
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).invoked, 100ms);
  EXPECT_EQ(log.operation(1).invoked, 100ms);
  EXPECT_EQ(log.operation(2).invoked, 102ms);
}

TEST(ClientPipeline, a_cut_makes_all_on_its_connection_unknown_and_no_others) {
  Plan plan = pipelined(8, {set(100ms, "1"), get(100ms, "n2"), set(100ms, "2"), set(100ms, "3")});
  plan.faults = {fault("crash", 100'500us, std::nullopt, {{"node", std::string("n1")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  for (const std::uint32_t lost : {0U, 2U, 3U}) {
    EXPECT_EQ(log.operation(lost).outcome, Outcome::unknown) << lost;
    EXPECT_EQ(log.operation(lost).completed, 101'500us) << "the FIN of the dead process";
  }
  EXPECT_EQ(log.operation(1).outcome, Outcome::ok);
  EXPECT_EQ(log.operation(1).completed, 102ms);
  EXPECT_EQ(result.coverage.at("ops.unknown"), 3U);
}

TEST(ClientPipeline, a_timeout_makes_all_on_its_connection_unknown_and_opens_it_again) {
  Plan plan = pipelined(8, {set(100ms, "1"), get(300ms), get(300ms, "n2"), get(700ms)});
  plan.faults = {pause_of("n1", 99ms, 550ms)};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unknown);
  EXPECT_EQ(log.operation(0).completed, 600ms);
  EXPECT_EQ(log.operation(1).outcome, Outcome::unknown) << "its own time was not over";
  EXPECT_EQ(log.operation(1).completed, 600ms);
  EXPECT_EQ(log.operation(2).outcome, Outcome::ok);
  EXPECT_EQ(log.operation(3).outcome, Outcome::ok);
  EXPECT_NE(log.operation(3).connection, log.operation(1).connection);
  EXPECT_EQ(log.operation(3).command, 1U);
}

TEST(ClientPipeline, each_operation_has_its_own_time) {
  Plan plan = pipelined(8, {get(100ms, "n1"), get(300ms, "n2")});
  plan.faults = {pause_of("n1", 99ms, 900ms), pause_of("n2", 99ms, 900ms)};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).completed, 600ms);
  EXPECT_EQ(log.operation(1).completed, 800ms);
}

TEST(ClientPipeline, an_operation_without_a_connection_holds_up_those_behind_it) {
  Plan plan = pipelined(8, {get(100ms, "n1"), get(101ms, "n2")});
  plan.faults = {fault("crash", 10ms, std::nullopt, {{"node", std::string("n1")}})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unsent);
  EXPECT_EQ(log.operation(0).completed, 600ms);
  EXPECT_EQ(log.operation(1).invoked, 600ms);
  EXPECT_EQ(log.operation(1).outcome, Outcome::ok);
}

TEST(ClientPipeline, a_client_that_reconnects_gives_up_what_it_sent_behind_an_error) {
  Plan plan = pipelined(3, {set(100ms, "1", "n2"), get(100ms, "n2"), get(100ms, "n2"), get(101ms, "n2")});
  plan.client_specs[0].reconnects = true;
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::error);
  for (const std::uint32_t lost : {1U, 2U}) {
    EXPECT_EQ(log.operation(lost).outcome, Outcome::unknown) << lost;
    EXPECT_EQ(log.operation(lost).completed, 102ms) << lost;
  }
  EXPECT_EQ(log.operation(3).invoked, 114ms) << "a backoff of 10 ms, a round trip to connect";
  EXPECT_EQ(log.operation(3).outcome, Outcome::ok);
}

TEST(ClientPipeline, what_is_under_way_when_a_node_denies_to_lead_is_denied_too) {
  const auto write = [](Duration at) { return operation(at, 0, "primary", {"SET", "k", "v"}); };
  Plan plan = pipelined(2, {write(300ms), write(300ms), write(300ms)});
  plan.client_specs[0].learn = {1s};
  plan.faults = {fault("promote", 200ms, std::nullopt, {{"node", std::string("n2")}}),
                 fault("replicaof", 250ms, std::nullopt, {{"node", std::string("n1")}, {"of", std::string("n2")}})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).reply, "READONLY");
  EXPECT_EQ(log.operation(1).reply, "READONLY");
  EXPECT_EQ(log.operation(2).node, HostId{1});
  EXPECT_EQ(log.operation(2).outcome, Outcome::ok);
}

TEST(ClientPipeline, what_is_under_way_at_the_end_of_the_run_is_unknown) {
  Plan plan = pipelined(3, {get(1900ms), get(1901ms, "n2"), get(1902ms), get(1903ms)});
  plan.operation_timeout = 10s;
  plan.faults = {pause_of("n1", 1800ms, 10s)};
  plan.settle = 0s;
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::unknown);
  EXPECT_EQ(log.operation(1).outcome, Outcome::ok);
  EXPECT_EQ(log.operation(2).outcome, Outcome::unknown);
  EXPECT_EQ(
      result.coverage.at("ops.unknown") + result.coverage.at("ops.acknowledged") + result.coverage.at("ops.no_turn"),
      4U);
}

// Each reply is that of a register that only this client writes, with nothing in between.
RC_GTEST_PROP(ClientPipelineLaws, replies_are_those_of_the_operations_in_their_order, ()) {
  const auto pipeline = *rc::gen::inRange(1U, 12U);
  const auto count = *rc::gen::inRange(1U, 60U);
  std::vector<PlannedOperation> operations;
  std::vector<std::string> replies;
  std::string value = "(nil)";
  Duration at = 0ms;
  for (std::uint32_t i = 0; i < count; ++i) {
    at += *rc::gen::inRange(0, 3) * 700us;
    const bool writes = *rc::gen::arbitrary<bool>();
    if (writes) value = std::to_string(i);
    operations.push_back(writes ? set(at, value) : get(at));
    replies.push_back(writes ? "OK" : value);
  }
  const Plan plan = pipelined(pipeline, operations);
  RunLog log(plan);
  run(plan, log);
  std::uint32_t most = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto& each = log.operation(i);
    RC_ASSERT(each.outcome == Outcome::ok);
    RC_ASSERT((each.kind == ReplyKind::nil ? "(nil)" : each.reply) == replies[i]);
    RC_ASSERT(each.invoked <= each.delivered);
    RC_ASSERT(each.delivered <= each.accepted);
    RC_ASSERT(each.accepted <= each.completed);
    std::uint32_t under_way = 0;
    for (std::uint32_t before = 0; before <= i; ++before) {
      if (log.operation(before).completed > each.invoked) ++under_way;
    }
    most = std::max(most, under_way);
  }
  RC_ASSERT(most <= pipeline);
}

}  // namespace
}  // namespace groundhog::test
