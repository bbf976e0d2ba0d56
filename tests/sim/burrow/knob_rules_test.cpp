// With the defaults of scenarios a node gives up after 3 × 1 s.
#include <gtest/gtest.h>

#include "sim/burrow/timing.hpp"

namespace groundhog::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Plan cluster() {
  Plan plan;
  for (const std::string name : {"n1", "n2", "n3"}) {
    NodeSpec& node = plan.nodes.emplace_back();
    node.name = name;
    if (name != "n1") node.upstream = "n1";
  }
  plan.clients = 4;
  return plan;
}

void command(Plan& plan, const std::string& node, const std::string& upstream) {
  PlannedFault fault;
  fault.verb = "replicaof";
  fault.at = seconds(1);
  fault.parameters = {{"node", node}, {"of", upstream}};
  plan.faults.push_back(fault);
}

std::vector<std::string> nodes_of(const std::vector<KnobProblem>& problems) {
  std::vector<std::string> nodes;
  for (const KnobProblem& problem : problems) nodes.push_back(problem.node);
  return nodes;
}

using Names = std::vector<std::string>;

TEST(KnobRules, ANodeHasRoomForItsClientsAndReplicas) {
  Plan plan = cluster();
  plan.config["max-clients"] = "6";
  EXPECT_TRUE(knob_problems(plan).empty());
  plan.nodes[0].config["max-clients"] = "5";
  const auto problems = knob_problems(plan);
  ASSERT_EQ(nodes_of(problems), Names{"n1"});
  EXPECT_EQ(problems[0].text, "n1 lets in 5 of 4 clients and 2 replicas, which may then never follow it: at least 6");
}

TEST(KnobRules, ANodeThatNoReplicaFollowsMayRefuseClients) {
  Plan plan = cluster();
  plan.nodes[1].config["max-clients"] = "1";
  EXPECT_TRUE(knob_problems(plan).empty());
}

// n3 follows n2 from then on, and the operator holds a connection, too.
TEST(KnobRules, CountsThoseWhomCommandsMakeFollowIt) {
  Plan plan = cluster();
  command(plan, "n3", "n2");
  plan.nodes[1].config["max-clients"] = "6";
  EXPECT_TRUE(knob_problems(plan).empty());
  plan.nodes[1].config["max-clients"] = "5";
  EXPECT_EQ(nodes_of(knob_problems(plan)), Names{"n2"});
}

TEST(KnobRules, ASignOfLifeComesInTime) {
  Plan plan = cluster();
  plan.network.links = {{.from = "n1", .to = "n3", .mean = milliseconds(2998)}};
  EXPECT_TRUE(knob_problems(plan).empty());  // 1 ms back
  plan.network.links[0].mean = milliseconds(2999);
  EXPECT_EQ(nodes_of(knob_problems(plan)), (Names{"n3", "n1"}));
  plan.config["heartbeat-timeout"] = "1001ms";
  EXPECT_TRUE(knob_problems(plan).empty());
}

TEST(KnobRules, ANodeCountsWithItsOwnClock) {
  Plan plan = cluster();
  plan.network.links = {{.from = "n1", .to = "n3", .mean = milliseconds(1499)}};
  EXPECT_TRUE(knob_problems(plan).empty());
  plan.nodes[2].clock.drift_ppm = 1'000'000;  // its 3 s take 1.5 s
  EXPECT_EQ(nodes_of(knob_problems(plan)), Names{"n3"});
}

TEST(KnobRules, ALinkThatNoReplicaUsesMayBeSlow) {
  Plan plan = cluster();
  plan.network.links = {{.from = "n2", .to = "n3", .both_ways = true, .mean = seconds(10)}};
  EXPECT_TRUE(knob_problems(plan).empty());
  command(plan, "n3", "n2");
  EXPECT_EQ(nodes_of(knob_problems(plan)), (Names{"n3", "n2"}));
}

}  // namespace
}  // namespace groundhog::test
