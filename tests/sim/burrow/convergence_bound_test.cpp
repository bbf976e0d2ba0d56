// With the defaults of scenarios a level takes (3 + 1) × 1 s of detection, 2 s of backoff, 2 s of hold and 100 ms of
// janitor on the node's own clock, and 5 round trips of 2 × 10 ms.
#include <gtest/gtest.h>

#include "sim/burrow/timing.hpp"
#include "sim/faults/role_commands.hpp"

namespace groundhog::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration waits = milliseconds(8100);
constexpr Duration round_trip = milliseconds(20);
constexpr Duration level = waits + 5 * round_trip;
constexpr Duration given_again = milliseconds(300);

Plan plan_of(std::vector<std::pair<std::string, std::string>> nodes) {
  Plan plan;
  for (auto& [name, upstream] : nodes) {
    NodeSpec& node = plan.nodes.emplace_back();
    node.name = name;
    if (!upstream.empty()) node.upstream = upstream;
  }
  plan.network.fallback.delay.mean = milliseconds(10);
  return plan;
}

Plan star() { return plan_of({{"n1", ""}, {"n2", "n1"}, {"n3", "n1"}, {"n4", "n1"}}); }
Plan chain() { return plan_of({{"n1", ""}, {"n2", "n1"}, {"n3", "n2"}, {"n4", "n3"}}); }

void follow(Plan& plan, const std::string& node, const std::string& upstream, Duration at, bool when = false) {
  PlannedFault fault;
  fault.id = node + "-follows-" + upstream;
  fault.verb = "replicaof";
  fault.at = at;
  if (when) fault.when = EventTrigger{.event = "key.expired", .node = {}, .count = 1};
  fault.parameters = {{"node", node}, {"of", upstream}};
  plan.faults.push_back(fault);
}

void promote(Plan& plan, const std::string& node, Duration at) {
  PlannedFault fault;
  fault.id = node + "-promoted";
  fault.verb = "promote";
  fault.at = at;
  fault.parameters = {{"node", node}};
  plan.faults.push_back(fault);
}

TEST(ConvergenceBound, IsALevelForEachLinkToThePrimary) {
  EXPECT_EQ(convergence_bound(plan_of({{"n1", ""}})), level);  // an operation may wait as long
  EXPECT_EQ(convergence_bound(star()), level);
  EXPECT_EQ(convergence_bound(chain()), 3 * level);
}

TEST(ConvergenceBound, IsTheSameForAChainThatCommandsBuild) {
  for (const bool when : {false, true}) {
    Plan plan = star();
    follow(plan, "n3", "n2", seconds(1), when);
    follow(plan, "n4", "n3", seconds(2), when);
    EXPECT_EQ(convergence_bound(plan), 3 * level + given_again);
  }
  Plan by_a_client = star();
  by_a_client.operations = {{.at = {}, .client = 0, .node = "n3", .arguments = {"replicaof", "n2", "6379"}},
                            {.at = {}, .client = 0, .node = "n4", .arguments = {"SLAVEOF", "n3", "6379"}}};
  EXPECT_EQ(convergence_bound(by_a_client), 3 * level + given_again);
}

// Neither leads to a node of the plan.
TEST(ConvergenceBound, ACommandMayNameAStranger) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"REPLICAOF", "n2", "6380"}, {"REPLICAOF", "elsewhere", "6379"}}) {
    Plan plan = star();
    plan.operations = {{.at = {}, .client = 0, .node = "n3", .arguments = words}};
    EXPECT_EQ(role_commands(plan)[0].upstream, no_host);
    EXPECT_EQ(convergence_bound(plan), level + given_again);
  }
}

TEST(ConvergenceBound, CountsTheLastCommandOfEachNodeAlone) {
  Plan plan = star();
  follow(plan, "n3", "n2", seconds(1));
  follow(plan, "n4", "n3", seconds(1));
  follow(plan, "n3", "n1", seconds(2));
  EXPECT_EQ(convergence_bound(plan), 2 * level + given_again);
  follow(plan, "n3", "n2", seconds(2));  // which of both comes last is drawn
  EXPECT_EQ(convergence_bound(plan), 3 * level + given_again);
}

TEST(ConvergenceBound, EndsAtAPromotedNode) {
  Plan plan = chain();
  promote(plan, "n3", seconds(1));
  EXPECT_EQ(convergence_bound(plan), level + given_again);
}

// They have no primary to agree with.
TEST(ConvergenceBound, LeavesOutNodesThatFollowOneAnother) {
  Plan plan = chain();
  follow(plan, "n1", "n4", seconds(1));
  EXPECT_EQ(convergence_bound(plan), level + given_again);
}

TEST(ConvergenceBound, FollowsTheSlowestPath) {
  Plan plan = plan_of({{"n1", ""}, {"n2", "n1"}, {"n3", "n2"}, {"n4", "n1"}});
  plan.nodes[2].config = {{"heartbeat-interval", "2s"}};  // 4 s more of detection
  plan.nodes[3].config = {{"empty-primary-hold", "3s"}};
  EXPECT_EQ(convergence_bound(plan), 2 * level + seconds(4));
  plan.nodes[3].config = {{"empty-primary-hold", "20s"}};
  EXPECT_EQ(convergence_bound(plan), level + seconds(18));
  plan.nodes[0].config = {{"empty-primary-hold", "1000s"}};  // a primary holds nothing off
  EXPECT_EQ(convergence_bound(plan), level + seconds(18));
}

TEST(ConvergenceBound, RunsOnTheClockOfEachNode) {
  Plan plan = star();
  plan.nodes[1].clock.drift_ppm = -500'000;
  EXPECT_EQ(convergence_bound(plan), 2 * waits + 5 * round_trip);
  plan.nodes[1].clock.drift_ppm = 0;
  PlannedFault drift;
  drift.id = "drift";
  drift.verb = "clock_drift";
  drift.parameters = {{"node", std::string("n2")}, {"ppm", std::int64_t{-500'000}}};
  plan.faults = {drift};  // stays
  EXPECT_EQ(convergence_bound(plan), 2 * waits + 5 * round_trip);
  plan.faults[0].lasts = seconds(1);
  EXPECT_EQ(convergence_bound(plan), level);
}

TEST(ConvergenceBound, HasARoundTripForEachWindowOfTheState) {
  constexpr std::uint64_t overhead = 64;
  Plan plan = star();
  plan.network.socket_buffer_bytes = 1000;
  for (const auto& [bytes, windows] : {std::pair{999U, 0}, {1000U, 1}, {1999U, 1}, {2000U, 2}}) {
    const std::string value(bytes - overhead - 4, 'x');  // SET, k and the value
    plan.operations = {{.at = {}, .client = 0, .node = "primary", .arguments = {"SET", "k", "short"}},
                       {.at = {}, .client = 0, .node = "primary", .arguments = {"SET", "k", value}}};
    EXPECT_EQ(convergence_bound(plan), level + windows * round_trip) << bytes;
  }
}

// 2 ^ 16 trees: every node may follow any node before it.
TEST(ConvergenceBound, IsNoMoreThanAllNodesInARow) {
  std::vector<std::pair<std::string, std::string>> nodes = {{"n1", ""}};
  for (int n = 2; n <= 20; ++n) nodes.emplace_back("n" + std::to_string(n), "n1");
  Plan plan = plan_of(nodes);
  for (int n = 2; n <= 20; ++n) {
    for (int of = 2; of < n; ++of) {
      follow(plan, "n" + std::to_string(n), "n" + std::to_string(of), seconds(1), true);
    }
  }
  EXPECT_GE(convergence_bound(plan), 19 * level);
  EXPECT_LE(convergence_bound(plan), 20 * level + given_again);
}

TEST(ConvergenceBound, DoesNotOverflow) {
  Plan plan = chain();
  plan.config = {{"heartbeat-interval", "10000000s"}, {"heartbeat-misses", "4294967295"}};
  EXPECT_EQ(convergence_bound(plan), Duration::max());
}

}  // namespace
}  // namespace groundhog::test
