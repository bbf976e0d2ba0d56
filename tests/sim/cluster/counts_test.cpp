// What is counted of a run beside its verdict: the states that it went through, and the edges that it came close to.
#include <algorithm>

#include <gtest/gtest.h>

#include "sim/cluster/edge_counter.hpp"
#include "sim/cluster/state_signatures.hpp"
#include "tests/sim/cluster/effects.hpp"

namespace groundhog::test {
namespace {

VirtualTime at(Duration time) { return VirtualTime(time); }

Frame frame(std::string_view type, std::uint32_t from, std::uint32_t to) {
  return {.connection = ConnectionId{1},
          .from = HostId{from},
          .to = HostId{to},
          .type = type,
          .ordinal = 1,
          .key = {},
          .bytes = {},
          .fields = {}};
}

NodePosition position(std::uint32_t node, Role role, bool link_up) {
  NodePosition position{};
  position.node = HostId{node};
  position.role = role;
  position.complete = true;
  position.link_up = link_up;
  return position;
}

class States : public ::testing::Test {
 protected:
  States() : plan_(three_nodes()) {
    plan_.faults = {fault("pause", 100ms, 1s, {{"node", std::string("n2")}}),
                    fault("pause", 200ms, 1s, {{"node", std::string("n3")}}),
                    fault("clock_jump", 200ms, std::nullopt, {{"node", std::string("n3")}, {"by", Duration{1s}}})};
    states_.emplace(plan_);
    states_->on(PhaseStarted{at(0s), Phase::chaos});
    states_->on(position(0, Role::primary, false));
    states_->on(position(1, Role::replica, true));
    states_->on(position(2, Role::replica, true));
  }
  std::size_t after(std::string_view type, std::uint32_t from, std::uint32_t to) {
    states_->on(FrameDelivered{at(1s), frame(type, from, to), {}});
    return states_->sorted().size();
  }

  Plan plan_;
  std::optional<StateSignatures> states_;
};

TEST_F(States, ReplicasAreAlikeAndDirectionsAreNot) {
  EXPECT_EQ(after("ping", 0, 1), 1U);
  EXPECT_EQ(after("ping", 0, 2), 1U);
  EXPECT_EQ(after("ping", 1, 0), 2U);
  EXPECT_EQ(after("pong", 1, 0), 3U);
}

TEST_F(States, PhasesRolesAndLinksMakeNewOnes) {
  after("ping", 0, 1);
  states_->on(PhaseStarted{at(2s), Phase::settle});
  EXPECT_EQ(after("ping", 0, 1), 2U);
  states_->on(position(1, Role::replica, false));
  EXPECT_EQ(after("ping", 0, 1), 3U);
  states_->on(NodeStopped{at(2s), HostId{1}, false});
  EXPECT_EQ(after("ping", 0, 1), 4U);
  states_->on(Announced{at(2s), HostId{0}, {}, seam::Severity::info, "key.expired", {}});
  EXPECT_EQ(states_->sorted().size(), 5U);
}

TEST_F(States, OfFaultsTheVerbsInEffectCount) {
  after("ping", 0, 1);
  states_->on(FaultStarted{at(1s), 0});
  EXPECT_EQ(after("ping", 0, 1), 2U);
  states_->on(FaultStarted{at(1s), 1});
  EXPECT_EQ(after("ping", 0, 1), 2U) << "two of one verb are one";
  states_->on(FaultStopped{at(1s), 0});
  EXPECT_EQ(after("ping", 0, 1), 2U);
  states_->on(FaultStopped{at(1s), 1});
  states_->on(FaultStarted{at(1s), 2});
  EXPECT_EQ(after("ping", 0, 1), 2U) << "as before; an instant is over";
}

TEST_F(States, AreTheSameInEveryBuild) {
  after("ping", 0, 1);
  EXPECT_EQ(states_->sorted(), std::vector<std::uint64_t>{6496995861874163597ULL}) << "seeds are kept by them";
}

TEST(StatesOfARun, FaultsMakeNewOnes) {
  Plan plan = with_writes();
  const std::size_t calm = run(plan).states.size();
  plan.faults = {fault("partition", 500ms, 1s, {{"groups", Groups{{"n1"}, {"n2", "n3"}}}})};
  const RunResult result = run(plan);
  EXPECT_GT(result.states.size(), calm);
  EXPECT_TRUE(std::ranges::is_sorted(result.states));
}

// ---- edges

TEST(Edges, OfTimersOnEitherSideOfAFault) {
  Plan plan = three_nodes();
  plan.faults = {fault("pause", 100ms, 1s, {{"node", std::string("n2")}})};
  EdgeCounter edges(plan, {});
  edges.on(TimerFired{at(1s), HostId{0}});
  edges.on(FaultStarted{at(1s + 100us), 0});
  EXPECT_EQ(edges.counts()[Edge::timer], 1U) << "behind one";
  edges.on(FaultStopped{at(2s), 0});
  edges.on(TimerFired{at(2s + 100us), HostId{1}});
  EXPECT_EQ(edges.counts()[Edge::timer], 2U) << "before one";
  edges.on(FaultStarted{at(3s), 0});
  edges.on(TimerFired{at(3s + 101us), HostId{1}});
  EXPECT_EQ(edges.counts()[Edge::timer], 2U);
}

TEST(Edges, OfLengths) {
  Plan plan = three_nodes();
  plan.faults = {fault("pause", 100ms, 1s, {{"node", std::string("n2")}})};
  for (const auto& [length, is_edge] : std::initializer_list<std::pair<Duration, bool>>{
           {298ms, false}, {299ms, true}, {300ms, true}, {301ms, true}, {301ms + 1ns, false}}) {
    EdgeCounter edges(plan, {.ticks = {}, .lengths = {300ms}, .sizes = {}});
    edges.on(FaultStarted{at(1s), 0});
    edges.on(FaultStopped{at(1s + length), 0});
    EXPECT_EQ(edges.counts()[Edge::length], is_edge ? 1U : 0U) << length.count();
  }
}

TEST(Edges, OfSizesThatWereAcknowledged) {
  Plan plan = three_nodes();
  for (const std::size_t size : {62U, 63U, 64U, 65U, 66U}) {
    plan.operations.push_back(operation(0s, 0, "n1", {"SET", "k", std::string(size, 'x')}));
  }
  EdgeCounter edges(plan, {.ticks = {}, .lengths = {}, .sizes = {64}});
  for (std::uint32_t i = 0; i < 5; ++i) {
    OperationCompleted completed{};
    completed.operation = OperationId{i};
    completed.outcome = i == 3 ? Outcome::error : Outcome::ok;
    edges.on(completed);
  }
  EXPECT_EQ(edges.counts()[Edge::size], 2U);
}

}  // namespace
}  // namespace groundhog::test
