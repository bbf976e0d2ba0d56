// When clients learn that another node leads, and what they do after an error, at exact virtual times. Links take 1 ms.
#include <gtest/gtest.h>

#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

PlannedFault promote(Duration at, const std::string& node) {
  return fault("promote", at, std::nullopt, {{"node", node}});
}

PlannedFault follow(Duration at, const std::string& node, const std::string& upstream) {
  return fault("replicaof", at, std::nullopt, {{"node", node}, {"of", upstream}});
}

PlannedOperation write(Duration at, std::uint32_t client = 0) {
  return operation(at, client, "primary", {"SET", "k", std::to_string(at / 1ms)});
}

// n1, n2 … by operation: where each was sent.
std::vector<std::string> targets(const Plan& plan) {
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(result.end, EndReason::completed) << result.detail;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < plan.operations.size(); ++i)
    names.push_back(plan.nodes.at(index(log.operation(i).node)).name);
  return names;
}

using Names = std::vector<std::string>;

TEST(ClientLeader, it_keeps_the_leader_that_it_knows_for_exactly_as_long_as_it_takes_to_learn) {
  Plan plan = three_nodes();
  plan.faults = {promote(200ms, "n2")};
  plan.client_specs[0].learn = {50ms};
  plan.operations = {write(199ms), write(250ms - 1ns), write(250ms + 1ns, 1)};
  plan.client_specs[1].learn = {50ms};
  EXPECT_EQ(targets(plan), (Names{"n1", "n1", "n2"}));
}

TEST(ClientLeader, other_clients_know_at_once) {
  Plan plan = three_nodes();
  plan.faults = {promote(200ms, "n2")};
  plan.client_specs[0].learn = {1s};
  plan.operations = {write(200ms + 1ns, 0), write(200ms + 1ns, 1), write(1199ms, 0), write(1201ms, 0)};
  EXPECT_EQ(targets(plan), (Names{"n1", "n2", "n1", "n2"}));
}

TEST(ClientLeader, a_list_has_a_delay_for_each_change_and_the_last_one_for_all_later_ones) {
  Plan plan = three_nodes();
  plan.faults = {promote(200ms, "n2"), promote(400ms, "n3"), promote(600ms, "n1"), promote(800ms, "n2")};
  plan.client_specs[0].learn = {10ms, 100ms, 20ms};
  plan.operations = {write(209ms), write(211ms), write(499ms), write(501ms),
                     write(619ms), write(621ms), write(819ms), write(821ms)};
  EXPECT_EQ(targets(plan), (Names{"n1", "n2", "n2", "n3", "n3", "n1", "n1", "n2"}));
}

TEST(ClientLeader, what_it_hears_last_may_be_older_than_what_it_knows) {
  Plan plan = three_nodes();
  plan.faults = {promote(200ms, "n2"), promote(210ms, "n3")};
  plan.client_specs[0].learn = {300ms, 20ms};
  plan.operations = {write(229ms), write(231ms), write(501ms)};
  EXPECT_EQ(targets(plan), (Names{"n1", "n3", "n3"}));
}

TEST(ClientLeader, a_promotion_of_the_node_that_leads_changes_nothing) {
  Plan plan = three_nodes();
  plan.faults = {promote(150ms, "n1"), promote(200ms, "n2")};
  plan.client_specs[0].learn = {10ms, 1s};
  plan.operations = {write(209ms), write(211ms)};
  EXPECT_EQ(targets(plan), (Names{"n1", "n2"}));
}

TEST(ClientLeader, a_node_that_denies_to_lead_makes_it_learn_at_once) {
  Plan plan = three_nodes();
  plan.faults = {promote(200ms, "n2"), follow(250ms, "n1", "n2")};
  plan.client_specs[0].learn = {1s};
  plan.operations = {write(240ms), write(300ms), write(300ms), write(1300ms)};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).outcome, Outcome::ok) << "n1 does not know yet";
  EXPECT_EQ(log.operation(1).node, HostId{0});
  EXPECT_EQ(log.operation(1).reply, "READONLY");
  EXPECT_EQ(log.operation(2).invoked, 302ms);
  EXPECT_EQ(log.operation(2).node, HostId{1});
  EXPECT_EQ(log.operation(2).outcome, Outcome::ok);
  EXPECT_EQ(log.operation(3).node, HostId{1}) << "what it hears after a second is not new";
}

TEST(ClientLeader, the_denial_of_a_node_that_an_operation_names_says_nothing_of_who_leads) {
  Plan plan = three_nodes();
  plan.faults = {promote(200ms, "n2")};
  plan.client_specs[0].learn = {1s};
  plan.operations = {operation(300ms, 0, "n3", {"SET", "k", "v"}), write(310ms)};
  EXPECT_EQ(targets(plan), (Names{"n3", "n1"}));
}

TEST(ClientLeader, an_operation_that_waits_for_the_old_leader_is_sent_to_the_new_one_when_its_client_learns) {
  Plan plan = three_nodes();
  plan.faults = {fault("crash", 100ms, std::nullopt, {{"node", std::string("n1")}}), promote(150ms, "n2")};
  plan.client_specs[0].learn = {200ms};
  plan.operations = {write(200ms)};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(0).invoked, 350ms);
  EXPECT_EQ(log.operation(0).node, HostId{1});
  EXPECT_EQ(log.operation(0).outcome, Outcome::ok);
}

TEST(ClientLeader, news_that_are_under_way_at_the_end_of_the_run_are_dropped) {
  Plan plan = three_nodes();
  plan.faults = {promote(1900ms, "n2")};
  plan.client_specs[0].learn = {1h};
  plan.operations = {write(1950ms)};
  EXPECT_EQ(targets(plan), Names{"n1"});
}

TEST(ClientErrors, a_client_that_reconnects_opens_a_new_connection_after_an_error_reply) {
  Plan plan = three_nodes();
  plan.client_specs[0].reconnects = true;
  plan.operations = {operation(100ms, 0, "n2", {"GET", "k"}), operation(200ms, 0, "n2", {"SET", "k", "v"}),
                     operation(200ms, 0, "n2", {"GET", "k"}), operation(300ms, 1, "n2", {"SET", "k", "v"}),
                     operation(310ms, 1, "n2", {"GET", "k"})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(log.operation(1).connection, log.operation(0).connection);
  EXPECT_EQ(log.operation(1).outcome, Outcome::error);
  EXPECT_EQ(log.operation(1).completed, 202ms);
  EXPECT_NE(log.operation(2).connection, log.operation(1).connection);
  EXPECT_EQ(log.operation(2).command, 1U);
  EXPECT_EQ(log.operation(2).invoked, 214ms) << "a backoff of 10 ms, a round trip to connect";
  EXPECT_EQ(log.operation(2).outcome, Outcome::ok);
  EXPECT_EQ(log.operation(4).connection, log.operation(3).connection) << "another client keeps its own";
}

}  // namespace
}  // namespace groundhog::test
