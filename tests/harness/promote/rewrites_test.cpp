// Each rewrite, by itself and on a small run.
#include "harness/promote/rewrites.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "harness/promote/run_record.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/shrink/plan/reductions.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using std::chrono::milliseconds;

// Two writes at n1 for n2, and a ping each way every 100 ms.
Plan day_with(const std::string& fault) {
  const std::string text = R"(version: 1
name: day
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
  const test::BurrowCatalogue catalogue;
  const auto scenario = load_scenario_text(text, "day.yaml", catalogue.loader());
  if (!scenario) throw std::runtime_error(render(scenario.error(), false));
  return expand(*scenario, 1);
}

RunRecord record_of(const Plan& plan) {
  const test::BurrowCatalogue catalogue;
  RunRecord record(plan);
  Observer* const observers[] = {&record};
  checked_run(plan, catalogue.guest(), observers);
  return record;
}

std::vector<FrameMatch> selectors_for(const std::string& fault) {
  const Plan plan = day_with(fault);
  std::vector<FrameMatch> matches;
  for (const Plan& proposal : with_selectors(plan, 0, record_of(plan))) {
    EXPECT_EQ(proposal.faults[0].at, Duration{0});
    EXPECT_FALSE(proposal.faults[0].lasts);
    matches.push_back(*match_of(proposal.faults[0]));
  }
  return matches;
}

TEST(Selectors, TheSecondEntryIsTheSecondOrTheFirstAboutItsKey) {
  const std::vector<FrameMatch> matches =
      selectors_for("{do: delay, at: 405ms, for: 20ms, match: {type: log_entry}, by: 5ms}");
  ASSERT_EQ(matches.size(), 2U);
  EXPECT_EQ(matches[0], (FrameMatch{.types = {"log_entry"}, .from = "n1", .to = "n2", .key = "b", .nth = 1}));
  EXPECT_EQ(matches[1], (FrameMatch{.types = {"log_entry"}, .from = "n1", .to = "n2", .nth = 2}));
}

TEST(Selectors, AWindowOverAllFramesOfAKindNeedsNoCount) {
  const std::vector<FrameMatch> matches =
      selectors_for("{do: delay, at: 200ms, for: 700ms, match: {type: log_entry}, by: 5ms}");
  ASSERT_FALSE(matches.empty());
  EXPECT_EQ(matches[0], (FrameMatch{.types = {"log_entry"}, .from = "n1", .to = "n2"}));
}

TEST(Selectors, FramesAboutKeysAreTriedBeforeHeartbeats) {
  const std::vector<FrameMatch> matches =
      selectors_for("{do: delay, at: 350ms, for: 70ms, match: {type: [ping, log_entry], from: n1}, by: 5ms}");
  ASSERT_FALSE(matches.empty());
  EXPECT_EQ(matches[0].types, std::vector<std::string>{"log_entry"});
}

TEST(Selectors, AMatchWithoutAWindowStaysAsItIs) {
  EXPECT_TRUE(selectors_for("{do: drop, match: {type: pong, nth: 2}}").empty());
}

TEST(Selectors, AFaultThatTookNothingHasNone) {
  EXPECT_TRUE(selectors_for("{do: drop, at: 300ms, for: 10ms, match: {type: snapshot_part}}").empty());
}

TEST(Selectors, AreForMessagesOnly) {
  EXPECT_TRUE(selectors_for("{do: pause, node: n2, at: 300ms, for: 10ms}").empty());
}

TEST(PlainIds, AreGivenWhereNobodyChoseThem) {
  Plan plan = day_with("{do: pause, node: n2, at: 300ms, for: 10ms}");
  plan.faults.assign(3, plan.faults[0]);
  plan.faults[0].id = "pause-2.3";
  plan.faults[1].id = "nap";
  plan.faults[2].id = "pause-7";
  plan = with_plain_ids(std::move(plan));
  EXPECT_EQ(plan.faults[0].id, "pause-1");
  EXPECT_EQ(plan.faults[1].id, "nap");
  EXPECT_EQ(plan.faults[2].id, "pause-2");
}

TEST(CalmNetwork, KeepsMeansOnly) {
  Plan plan = day_with("{do: pause, node: n2, at: 300ms, for: 10ms}");
  calm_all_links(plan);
  EXPECT_EQ(plan.network.fallback, (LinkSpec{.delay = {.mean = milliseconds(2)}}));
  ASSERT_EQ(plan.network.links.size(), 1U);
  EXPECT_EQ(plan.network.links[0].mean, milliseconds(3));
  EXPECT_FALSE(plan.network.links[0].jitter);
}

}  // namespace
}  // namespace groundhog::test
