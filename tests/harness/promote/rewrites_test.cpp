// Each rewrite, by itself.
#include "harness/promote/rewrites.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "harness/runner/checked_run.hpp"
#include "harness/shrink/plan/reductions.hpp"
#include "sim/burrow/burrow_guest.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Element::Kind operation = Element::Kind::operation;
constexpr Element::Kind fault = Element::Kind::fault;

Plan plan_of(std::string_view text) {
  const test::BurrowCatalogue catalogue;
  const auto scenario = load_scenario_text(text, "it.yaml", catalogue.loader());
  if (!scenario) throw std::runtime_error(render(scenario.error(), false));
  return expand(*scenario, 1);
}

// Two writes at n1 for n2, and a ping each way every 100 ms.
Plan plan_with(const std::string& fault) {
  const std::string text = R"(version: 1
name: it
run: {chaos: 1s, settle: 1s}
cluster:
  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}
  config: {heartbeat-interval: 100ms}
network: {default: {delay: 2ms, jitter: 1ms, loss: 1%}, links: [{link: n1->n2, loss: 2%}, {link: n2->n1, delay: 3ms, jitter: 1ms}]}
workload:
  ops:
    - {at: 210ms, cmd: SET a 1}
    - {at: 410ms, cmd: SET b 2 PX 100}
faults: [)" + fault + "]\ncheck: [ttl.safety]\n";
  return plan_of(text);
}

RunRecord record_of(const Plan& plan) {
  const test::BurrowCatalogue catalogue;
  RunRecord record(plan);
  Observer* const observers[] = {&record};
  checked_run(plan, catalogue.guest(), observers);
  return record;
}

// ---- other times

// A write, a promotion, a write to the new primary: all at once. And a fault on messages, for the whole of chaos.
Plan tied_plan() {
  return plan_of(R"(version: 1
name: tied
run: {chaos: 100ms, settle: 1s}
cluster:
  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}, n3: {role: replica, of: n1}}
network: {default: {delay: 0s}, links: [{link: n1->n2, delay: 50ms}]}
workload:
  ops:
    - {at: 10ms, node: n1, cmd: SET k1 v1}
    - {at: 10ms, client: c2, node: n1, cmd: SET k2 v2}
faults:
  - {do: promote, node: n2, at: 10ms}
  - {do: drop, match: {type: pong, nth: 2}}
check: [replica.prefix]
)");
}

constexpr Element order[] = {{operation, 0}, {fault, 0}, {operation, 1}};

TEST(PlainIds, AreGivenWhereNoneWereChosen) {
  Plan plan = tied_plan();
  plan.faults.assign(3, plan.faults[0]);
  plan.faults[0].id = "promote-2.3";
  plan.faults[1].id = "nap";
  plan.faults[2].id = "promote-7";
  plan = with_plain_ids(std::move(plan));
  EXPECT_EQ(plan.faults[0].id, "promote-1");
  EXPECT_EQ(plan.faults[1].id, "nap");
  EXPECT_EQ(plan.faults[2].id, "promote-2");
}

TEST(CalmNetwork, KeepsMeansOnly) {
  Plan plan = plan_with("{do: pause, node: n2, at: 300ms, for: 10ms}");
  calm_all_links(plan);
  EXPECT_EQ(plan.network.fallback, (LinkSpec{.delay = {.mean = milliseconds(2)}}));
  ASSERT_EQ(plan.network.links.size(), 1U);
  EXPECT_EQ(plan.network.links[0].mean, milliseconds(3));
  EXPECT_FALSE(plan.network.links[0].jitter);
}

TEST(Begun, IsInTheOrderOfTime) {
  const Plan plan = plan_of(R"(version: 1
name: three
run: {chaos: 100ms, settle: 1s}
cluster: {nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}}
workload: {ops: [{at: 10ms, node: n1, cmd: SET k1 v1}, {at: 30ms, node: n1, cmd: SET k2 v2}]}
faults: [{do: pause, node: n2, at: 20ms, for: 5ms}]
check: [replica.prefix]
)");
  EXPECT_EQ(record_of(plan).begun(), (std::vector<Element>{{operation, 0}, {fault, 0}, {operation, 1}}));
}

TEST(LinkDelays, SlowAllLinksWithoutADelayOfTheirOwn) {
  const Plan plan = tied_plan();
  const std::vector<Plan> proposals = with_link_delays(plan);
  ASSERT_EQ(proposals.size(), 6U);
  EXPECT_EQ(proposals[0].network.fallback.delay.mean, milliseconds(2));
  EXPECT_EQ(proposals[0].network.links, plan.network.links);
  EXPECT_EQ(proposals[0].chaos, plan.chaos);
  EXPECT_EQ(proposals[1].chaos, plan.chaos + milliseconds(40));
  EXPECT_EQ(proposals[2].network.fallback.delay.mean, milliseconds(5));
}

TEST(LinkDelays, NoLinkBecomesFaster) {
  Plan plan = tied_plan();
  plan.network.fallback.delay.mean = milliseconds(10);
  for (const Plan& proposal : with_link_delays(plan)) {
    EXPECT_GE(proposal.network.fallback.delay.mean, milliseconds(10));
    EXPECT_NE(proposal, plan);
  }
}

TEST(MoreRoom, IsForOperationsAndFaultsAlike) {
  const Plan plan = tied_plan();
  const std::vector<Plan> proposals = with_more_room(plan, order, 1);
  ASSERT_EQ(proposals.size(), 5U);
  EXPECT_EQ(proposals[0].operations[0].at, milliseconds(10));
  EXPECT_EQ(proposals[0].faults[0].at, microseconds(10500));
  EXPECT_EQ(proposals[0].operations[1].at, microseconds(10500));
  EXPECT_EQ(proposals[0].chaos, plan.chaos + microseconds(500));
  EXPECT_EQ(proposals[4].faults[0].at, milliseconds(110));
}

TEST(MoreRoom, AnOperationMovesWithLaterFaultsOrWithoutThem) {
  const std::vector<Plan> proposals = with_more_room(tied_plan(), order, 0);
  ASSERT_EQ(proposals.size(), 10U);
  EXPECT_EQ(proposals[0].faults[0].at, microseconds(10500));
  EXPECT_EQ(proposals[1].faults[0].at, milliseconds(10));
  EXPECT_EQ(proposals[1].operations[1].at, microseconds(10500));
}

TEST(MoreRoom, AFaultWithoutATimeOfItsOwnStays) {
  constexpr Element with_drop[] = {{fault, 1}, {operation, 0}};
  EXPECT_TRUE(with_more_room(tied_plan(), with_drop, 0).empty());
}

TEST(MoreTime, LastsLonger) {
  const std::vector<Plan> proposals = with_more_time(tied_plan());
  ASSERT_FALSE(proposals.empty());
  for (const Plan& proposal : proposals) EXPECT_GT(proposal.chaos, tied_plan().chaos);
}

}  // namespace
}  // namespace groundhog::test
