// What each verb of links, connections and frames does to a running cluster, at exact virtual times.
#include <utility>

#include <gtest/gtest.h>

#include "tests/sim/cluster/effects.hpp"

namespace groundhog::test {
namespace {

TEST(Partition, nothing_arrives_while_it_lasts_and_everything_after) {
  Plan plan = with_writes();
  plan.faults = {fault("partition", 500ms, 300ms, {{"groups", Groups{{"n1", "n3"}, {"n2"}}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(within(log.times("set got n2 n1"), 500ms, 800ms), Times{});
  EXPECT_EQ(within(log.times("set got n3 n1"), 500ms, 800ms), (Times{552ms, 652ms, 752ms})) << "not cut";
  EXPECT_GT(result.fault_effective[0], 0U);
  EXPECT_EQ(result.coverage.at("fault.partition.effective"), result.fault_effective[0]);
  EXPECT_EQ(log.positions.back().offset, 19U);
}

TEST(Partition, one_without_traffic_is_not_effective) {
  Plan plan = three_nodes();
  plan.nodes[2].upstream = "n1";
  plan.faults = {fault("partition", 500ms, 300ms, {{"groups", Groups{{"n2"}, {"n3"}}}})};
  const RunResult result = run(plan);
  EXPECT_EQ(result.fault_effective[0], 0U) << "n2 and n3 do not talk to each other";
  EXPECT_EQ(result.coverage.at("fault.partition.effective"), 0U);
}

TEST(Drop, the_nth_frame_is_missed_and_nothing_else) {
  Plan plan = with_writes();
  plan.faults = {fault("drop", 0ms, std::nullopt, {{"match", FrameMatch{.types = {"set"}, .to = "n2", .nth = 3}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.all("set dropped"), (std::vector<RunLog::Timed>{{251ms, "set dropped n1 n2"}}));
  EXPECT_EQ(result.fault_effective[0], 1U);
  EXPECT_EQ(log.times("register.resync n2").size(), 1U) << "the replica noticed";
}

TEST(Drop, stops_with_its_window) {
  Plan plan = with_writes();
  plan.faults = {fault("drop", 200ms, 200ms, {{"match", FrameMatch{.types = {"set"}, .from = "n1", .to = "n3"}}})};
  RunLog log(plan);
  run(plan, log);
  for (const auto& dropped : log.all("set dropped")) {
    EXPECT_GE(dropped.at, 200ms);
    EXPECT_LT(dropped.at, 400ms);
  }
  EXPECT_FALSE(log.all("set dropped").empty());
}

TEST(Delay, holds_the_frame_and_those_behind_it_by_exactly_so_much) {
  Plan plan = three_nodes();
  plan.operations = {operation(50ms, 0, "n1", {"SET", "a", "1"}), operation(60ms, 0, "n1", {"SET", "b", "2"})};
  plan.faults = {fault("delay", 0ms, std::nullopt,
                       {{"match", FrameMatch{.types = {"set"}, .to = "n2", .key = "a"}}, {"by", Duration{180ms}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.times("set got n3 n1"), (Times{52ms, 62ms}));
  EXPECT_EQ(log.times("set got n2 n1"), (Times{232ms, 232ms}));
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(Duplicate, the_replica_gets_the_frame_twice) {
  Plan plan = with_writes();
  plan.faults = {
      fault("duplicate", 0ms, std::nullopt, {{"match", FrameMatch{.types = {"pong"}, .to = "n2", .nth = 3}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  const Times duplicated = log.times("pong duplicated n1 n2");
  ASSERT_EQ(duplicated.size(), 1U);
  EXPECT_EQ(within(log.times("pong got n2 n1"), duplicated[0] + 1ms, duplicated[0] + 1ms + 1ns).size(), 2U);
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(Corrupt, the_frame_never_arrives_as_it_was_sent) {
  Plan plan = with_writes();
  plan.faults = {fault("corrupt", 0ms, std::nullopt, {{"match", FrameMatch{.types = {"set"}, .to = "n2", .nth = 3}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("set corrupted n1 n2"), Times{251ms});
  EXPECT_EQ(within(log.times("set got n2 n1"), 251ms, 351ms), Times{});
  EXPECT_EQ(within(log.times("set got n3 n1"), 251ms, 351ms), Times{252ms});
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(Cut, the_connection_breaks_and_the_replica_connects_again) {
  Plan plan = with_writes();
  plan.faults = {fault("cut", 0ms, std::nullopt,
                       {{"match", FrameMatch{.types = {"set"}, .to = "n2", .nth = 3}}, {"after", Bytes{2}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("set cut n1 n2"), Times{251ms});
  EXPECT_EQ(log.times("opened n2 n1").back(), 300ms) << "at its next attempt";
  EXPECT_EQ(within(log.times("opened n3 n1"), 0ms, 2s), Times{});
  EXPECT_EQ(log.positions.back().offset, 19U);
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(MessageFaults, none_that_meets_no_frame_is_effective) {
  for (const std::string verb : {"corrupt", "cut", "drop", "duplicate"}) {
    Plan plan = with_writes();
    plan.faults = {fault(verb, 0ms, std::nullopt, {{"match", FrameMatch{.types = {"set"}, .to = "n2", .key = "x"}}})};
    EXPECT_EQ(run(plan).fault_effective[0], 0U) << verb;
  }
  Plan plan = with_writes();
  plan.faults = {fault("corrupt", 0ms, std::nullopt,
                       {{"match", FrameMatch{.types = {"set"}}}, {"byte", std::int64_t{1'000'000}}})};
  EXPECT_EQ(run(plan).fault_effective[0], 0U) << "no frame is so long";
}

TEST(Link, a_slow_link_is_slow_in_its_direction_only) {
  Plan plan = three_nodes();
  plan.operations = {operation(150ms, 0, "n2", {"GET", "k"}), operation(1500ms, 0, "n2", {"GET", "k"})};
  plan.faults = {fault("link", 100ms, 500ms, {{"link", LinkSelector{"c1", "n2", false}}, {"delay", Duration{40ms}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).delivered, 190ms);
  EXPECT_EQ(log.operation(0).completed, 191ms);
  EXPECT_EQ(log.operation(1).completed, 1502ms);
  EXPECT_EQ(result.fault_effective[0], 2U) << "the request, and the acknowledgement of its reply";
}

TEST(Link, one_that_changes_no_property_is_not_effective) {
  Plan plan = with_writes();
  plan.faults = {fault("link", 100ms, 500ms, {{"link", LinkSelector{"*", "*", false}}})};
  RunLog log(plan);
  EXPECT_EQ(run(plan, log).fault_effective[0], 0U);
}

TEST(Link, one_that_says_what_holds_anyway_is_not_effective) {
  Plan plan = with_writes();
  const FaultParameters same{{"link", LinkSelector{"*", "*", false}}, {"delay", plan.network.fallback.delay.mean}};
  plan.faults = {fault("link", 100ms, 500ms, same)};
  RunLog log(plan);
  EXPECT_EQ(run(plan, log).fault_effective[0], 0U);
}

TEST(Hold, everything_waits_and_arrives_in_order_when_released) {
  Plan plan = three_nodes();
  plan.operations = {operation(50ms, 0, "n1", {"SET", "a", "1"}), operation(60ms, 0, "n1", {"SET", "b", "2"})};
  plan.faults = {fault("hold", 55ms, 45ms, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.times("set got n3 n1"), (Times{52ms, 62ms})) << "another link";
  EXPECT_EQ(log.times("set got n2 n1"), (Times{52ms, 101ms})) << "the first had left before";
  EXPECT_GT(result.fault_effective[0], 0U);
  EXPECT_FALSE(result.coverage.contains("peer.declared_down"));
}

TEST(Hold, one_without_traffic_is_not_effective) {
  Plan plan = three_nodes();
  plan.operations = {operation(50ms, 0, "n1", {"SET", "a", "1"})};
  plan.faults = {fault("hold", 40ms, 1s, {{"link", LinkSelector{"n3", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("set got n2 n1"), Times{52ms});
  EXPECT_EQ(result.fault_effective[0], 0U);
}

TEST(Hold, settle_releases_what_chaos_left_held) {
  Plan plan = three_nodes();
  plan.operations = {operation(1990ms, 0, "n1", {"SET", "a", "1"})};
  plan.faults = {fault("hold", 1980ms, std::nullopt, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.times("set got n2 n1"), Times{2001ms});
}

TEST(Reset, the_replica_connects_again_and_the_link_stays) {
  Plan plan = with_writes();
  plan.faults = {fault("reset", 500ms, std::nullopt, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(within(log.times("opened n2 n1"), 500ms, 600ms).size(), 1U) << "whichever end opened the connection";
  EXPECT_EQ(within(log.times("opened n3 n1"), 500ms, 600ms), Times{}) << "another link";
  EXPECT_EQ(within(log.times("register.loaded n2"), 500ms, 600ms).size(), 1U);
  EXPECT_EQ(result.fault_effective[0], 1U);
  EXPECT_EQ(result.coverage.at("fault.reset.effective"), 1U);
}

TEST(Reset, one_that_finds_no_connection_is_not_effective) {
  Plan plan = with_writes();
  plan.faults = {
      fault("reset", 500ms, std::nullopt, {{"link", LinkSelector{"n2", "n3", true}}}),
      fault("reset", 600ms, std::nullopt, {{"link", LinkSelector{"n1", "n2", true}}, {"opened_by", std::string("n1")}}),
      fault("reset", 700ms, std::nullopt,
            {{"link", LinkSelector{"n1", "n2", true}}, {"opened_by", std::string("n2")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(result.fault_effective[0], 0U) << "n2 and n3 do not talk to each other";
  EXPECT_EQ(result.fault_effective[1], 0U) << "it is the replica that connects";
  EXPECT_EQ(result.fault_effective[2], 1U);
  EXPECT_EQ(within(log.times("opened n2 n1"), 100ms, 700ms), Times{});
}

TEST(Blackhole, the_replica_hears_nothing_until_it_connects_again_through_the_same_link) {
  Plan plan = with_writes();
  plan.faults = {fault("blackhole", 500ms, 1400ms, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  const Times again = within(log.times("opened n2 n1"), 500ms, 1900ms);
  ASSERT_EQ(again.size(), 1U) << "new connections pass";
  EXPECT_EQ(within(log.times("set got n2 n1"), 500ms, again[0]), Times{});
  EXPECT_GT(within(log.times("set got n2 n1"), again[0], 1900ms).size(), 0U);
  EXPECT_EQ(within(log.times("set got n3 n1"), 500ms, 700ms), (Times{552ms, 652ms}));
  EXPECT_GT(result.fault_effective[0], 0U);
}

TEST(Blackhole, what_was_lost_is_sent_again_when_it_ends) {
  Plan plan = with_writes();
  plan.faults = {fault("blackhole", 540ms, 20ms, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(within(log.times("opened n2 n1"), 500ms, 2s), Times{});
  EXPECT_EQ(within(log.times("set got n2 n1"), 500ms, 800ms), (Times{752ms, 752ms, 752ms}))
      << "200 ms after it was lost";
  EXPECT_GT(result.fault_effective[0], 0U);
}

TEST(Blackhole, one_without_traffic_is_not_effective) {
  Plan plan = with_writes();
  plan.faults = {fault("blackhole", 500ms, 300ms, {{"link", LinkSelector{"n2", "n3", true}}})};
  EXPECT_EQ(run(plan).fault_effective[0], 0U) << "n2 and n3 do not talk to each other";
}

TEST(Blackhole, a_link_that_is_lossy_meanwhile_changes_nothing) {
  Plan plan = with_writes();
  plan.faults = {
      fault("blackhole", 500ms, 100ms, {{"link", LinkSelector{"n1", "n2", false}}}),
      fault("link", 510ms, 50ms, {{"link", LinkSelector{"n1", "n2", false}}, {"loss", 1.0}}),
  };
  const RunResult result = run(plan);
  EXPECT_GT(result.fault_effective[0], 0U);
  EXPECT_EQ(result.fault_effective[1], 0U);
}

TEST(HalfOpen, the_replica_connects_again_while_its_primary_keeps_the_old_connection) {
  Plan plan = with_writes();
  plan.faults = {fault("half_open", 500ms, std::nullopt, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(within(log.times("opened n2 n1"), 500ms, 600ms).size(), 1U);
  EXPECT_EQ(within(log.times("register.loaded n2"), 500ms, 600ms).size(), 1U);
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(HalfOpen, one_that_finds_no_connection_is_not_effective) {
  Plan plan = with_writes();
  plan.faults = {fault("half_open", 500ms, std::nullopt, {{"link", LinkSelector{"n2", "n3", true}}}),
                 fault("half_open", 600ms, std::nullopt,
                       {{"link", LinkSelector{"n1", "n2", false}}, {"opened_by", std::string("n1")}})};
  const RunResult result = run(plan);
  EXPECT_EQ(result.fault_effective[0], 0U) << "n2 and n3 do not talk to each other";
  EXPECT_EQ(result.fault_effective[1], 0U) << "it is the replica that connects";
}

TEST(LinkRules, none_without_traffic_is_effective) {
  const LinkSelector idle{"n2", "n3", true};
  const std::vector<std::pair<std::string, FaultParameters>> verbs = {
      {"slow_reader", {{"link", idle}}},
      {"slice", {{"link", idle}, {"most", Bytes{1}}}},
      {"connects", {{"link", idle}, {"answer", std::string("none")}}},
      {"resolve", {{"link", idle}, {"unknown", true}}},
      {"link", {{"link", idle}, {"rate", BytesPerSecond{1}}}}};
  for (const auto& [verb, parameters] : verbs) {
    Plan plan = with_writes();
    plan.faults = {fault(verb, 500ms, 300ms, parameters)};
    EXPECT_EQ(run(plan).fault_effective[0], 0U) << verb << ": n2 and n3 do not talk to each other";
  }
}

TEST(SlowReader, the_replica_gets_nothing_while_it_lasts_and_everything_after) {
  Plan plan = with_writes();
  plan.faults = {fault("slow_reader", 500ms, 200ms, {{"link", LinkSelector{"n1", "n2", false}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(within(log.times("set got n2 n1"), 500ms, 700ms), Times{});
  EXPECT_EQ(within(log.times("set got n2 n1"), 700ms, 740ms), (Times{700ms, 700ms})) << "of 550 and 650 ms";
  EXPECT_GT(result.fault_effective[0], 0U);
}

TEST(Connects, a_replica_that_lost_its_connection_waits_for_the_end) {
  Plan plan = with_writes();
  plan.faults = {
      fault("reset", 500ms, std::nullopt, {{"link", LinkSelector{"n1", "n2", false}}}),
      fault("connects", 400ms, 700ms, {{"link", LinkSelector{"n2", "n1", false}}, {"answer", std::string("refused")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(within(log.times("register.loaded n2"), 500ms, 1100ms), Times{});
  EXPECT_EQ(within(log.times("register.loaded n2"), 1100ms, 2s).size(), 1U);
  EXPECT_EQ(within(log.times("set got n3 n1"), 500ms, 700ms), (Times{552ms, 652ms})) << "that stands";
  EXPECT_GT(result.fault_effective[1], 1U) << "it tried again and again";
}

TEST(AfterEvent, a_message_fault_waits_for_it) {
  Plan plan = with_writes();
  plan.faults = {fault("drop", 0ms, std::nullopt,
                       {{"match", FrameMatch{.types = {"pong"}, .to = "n2", .after_event = "register.set"}}})};
  RunLog log(plan);
  run(plan, log);
  const auto dropped = log.all("pong dropped");
  ASSERT_FALSE(dropped.empty());
  EXPECT_GE(dropped.front().at, 51ms);
  EXPECT_LT(dropped.front().at, 151ms);
  EXPECT_FALSE(log.times("peer.declared_down n2").empty());
}

}  // namespace
}  // namespace groundhog::test
