// What each verb of processes, clocks and operators does to a running cluster, at exact virtual times; that a run
// without it shows none of it; windows that overlap, and what starts a fault.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/sim/cluster/effects.hpp"

namespace groundhog::test {
namespace {

TEST(FaultFree, nothing_is_dropped_declared_down_or_counted) {
  const Plan plan = with_writes();
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(result.coverage.at("ops.acknowledged"), 19U);
  EXPECT_FALSE(result.coverage.contains("peer.declared_down"));
  EXPECT_EQ(std::ranges::count_if(result.coverage, [](const auto& each) { return each.first.starts_with("fault."); }),
            0);
  EXPECT_EQ(log.times("set got n2 n1").front(), 52ms);
  EXPECT_EQ(log.times("set got n2 n1").size(), 19U);
}

TEST(Crash, the_node_is_gone_and_comes_back_empty_then_synchronises) {
  Plan plan = with_writes();
  plan.faults = {
      fault("crash", 500ms, std::nullopt, {{"node", std::string("n2")}, {"restart_after", Duration{250ms}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.times("crashed n2"), Times{500ms});
  EXPECT_EQ(log.times("started n2"), (Times{-1s, 750ms}));
  EXPECT_EQ(log.times("stops 0"), Times{750ms}) << "the fault ends with the restart";
  EXPECT_EQ(log.times("register.loaded n2").back(), 754ms) << "connect and hello, a round trip each";
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(Crash, of_a_node_that_is_down_changes_nothing) {
  Plan plan = three_nodes();
  plan.faults = {fault("crash", 500ms, 500ms, {{"node", std::string("n2")}}),
                 fault("crash", 600ms, 100ms, {{"node", std::string("n2")}})};
  plan.faults[1].id = "second";
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("started n2"), (Times{-1s, 1s}));
  EXPECT_EQ(result.fault_effective, (std::vector<std::uint64_t>{1, 0}));
}

TEST(Pause, callbacks_wait_and_the_kernel_does_not) {
  Plan plan = three_nodes();
  plan.operations = {operation(150ms, 0, "n2", {"GET", "k"})};
  plan.faults = {fault("pause", 100ms, 200ms, {{"node", std::string("n2")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).delivered, 151ms);
  EXPECT_EQ(log.operation(0).accepted, 300ms);
  EXPECT_EQ(log.operation(0).completed, 301ms);
  EXPECT_EQ(log.times("paused n2"), Times{100ms});
  EXPECT_EQ(log.times("resumed n2"), Times{300ms});
  EXPECT_EQ(result.fault_effective[0], 1U);
}

// The request arrives at 151 ms; what is read twice shows two times, and the reply leaves when the callback is over.
TEST(Slow, the_answer_is_late_and_the_next_request_waits) {
  Plan plan = three_nodes();
  plan.clients = 2;
  plan.operations = {operation(150ms, 0, "n2", {"MONO"}), operation(150ms, 1, "n2", {"MONO"}),
                     operation(1500ms, 0, "n2", {"MONO"})};
  plan.faults = {fault("slow", 100ms, 1s, {{"node", std::string("n2")}, {"by", Duration{20ms}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  // Each callback takes 20 ms: reading the request, then the other one.
  const Duration origin = Duration(log.operation(2).integer) - 1501ms;
  const int first = log.operation(0).completed < log.operation(1).completed ? 0 : 1;
  const Duration one = Duration(log.operation(first).integer) - origin;
  const Duration two = Duration(log.operation(1 - first).integer) - origin;
  EXPECT_EQ(log.operation(first).delivered, 151ms) << "its kernel is not slow";
  EXPECT_GT(one, 151ms);
  EXPECT_EQ(log.operation(first).completed, one + 1ms);
  EXPECT_GT(two, one);
  EXPECT_EQ(log.operation(1 - first).completed, two + 1ms);
  EXPECT_EQ(log.operation(2).completed, 1502ms) << "it is over";
  EXPECT_GT(result.fault_effective[0], 2U) << "heartbeats, too";
  EXPECT_EQ(log.times("paused n2"), Times{});
}

TEST(Slow, one_in_which_nothing_was_due_is_not_effective) {
  Plan plan = three_nodes();
  plan.faults = {fault("slow", 100ms + 1ns, 1ns, {{"node", std::string("n2")}, {"by", Duration{20ms}}})};
  EXPECT_EQ(run(plan).fault_effective[0], 0U);
}

TEST(Pause, one_in_which_nothing_was_due_is_not_effective) {
  Plan plan = three_nodes();
  plan.faults = {fault("pause", 100ms + 1ns, 1ns, {{"node", std::string("n2")}})};
  RunLog log(plan);
  EXPECT_EQ(run(plan, log).fault_effective[0], 0U);
  EXPECT_EQ(log.times("paused n2").size(), 1U);
}

// ---- clocks: WALL and MONO answer with the node's clocks

std::int64_t nanoseconds(Duration time) { return time.count(); }

TEST(ClockJump, moves_the_wall_and_nothing_else) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"WALL"}), operation(200ms, 0, "n1", {"MONO"}),
                     operation(300ms, 0, "n1", {"WALL"}), operation(400ms, 0, "n1", {"MONO"})};
  plan.faults = {fault("clock_jump", 250ms, std::nullopt, {{"node", std::string("n1")}, {"by", Duration{-1h}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.operation(2).integer - log.operation(0).integer, nanoseconds(200ms - 1h));
  EXPECT_EQ(log.operation(3).integer - log.operation(1).integer, nanoseconds(200ms));
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(ClockJump, one_that_no_reading_shows_is_not_effective) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"WALL"}), operation(300ms, 0, "n2", {"WALL"})};
  plan.faults = {fault("clock_jump", 250ms, std::nullopt, {{"node", std::string("n1")}, {"by", Duration{-1h}}})};
  RunLog log(plan);
  EXPECT_EQ(run(plan, log).fault_effective[0], 0U);
}

// A frozen wall clock stays behind when it runs again: the first reading after the window shows it, too.
TEST(ClockFreeze, is_effective_with_the_first_reading_that_it_shifts) {
  Plan plan = three_nodes();
  plan.faults = {fault("clock_freeze", 200ms, 200ms, {{"node", std::string("n1")}})};
  plan.operations = {operation(100ms, 0, "n1", {"WALL"})};
  RunLog before(plan);
  EXPECT_EQ(run(plan, before).fault_effective[0], 0U);
  for (const Duration at : {250ms, 500ms}) {
    plan.operations = {operation(at, 0, "n1", {"WALL"})};
    RunLog log(plan);
    EXPECT_EQ(run(plan, log).fault_effective[0], 1U);
  }
}

TEST(ClockFreeze, the_wall_stands_still_and_stays_behind) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"WALL"}), operation(250ms, 0, "n1", {"WALL"}),
                     operation(350ms, 0, "n1", {"WALL"}), operation(500ms, 0, "n1", {"WALL"})};
  plan.faults = {fault("clock_freeze", 200ms, 200ms, {{"node", std::string("n1")}})};
  RunLog log(plan);
  run(plan, log);
  const std::int64_t before = log.operation(0).integer;
  EXPECT_EQ(log.operation(1).integer - before, nanoseconds(99ms));
  EXPECT_EQ(log.operation(2).integer - before, nanoseconds(99ms));
  EXPECT_EQ(log.operation(3).integer - before, nanoseconds(200ms));
}

TEST(ClockDrift, both_clocks_gain_and_the_window_ends_it) {
  Plan plan = three_nodes();
  plan.operations = {operation(99ms, 0, "n1", {"MONO"}), operation(199ms, 0, "n1", {"MONO"}),
                     operation(299ms, 0, "n1", {"MONO"})};
  plan.faults = {fault("clock_drift", 100ms, 100ms, {{"node", std::string("n1")}, {"ppm", std::int64_t{100'000}}})};
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.operation(1).integer - log.operation(0).integer, nanoseconds(110ms));
  EXPECT_EQ(log.operation(2).integer - log.operation(1).integer, nanoseconds(100ms));
}

// The wall gains, what waits by the monotonic clock does not.
TEST(ClockDrift, of_the_wall_alone_leaves_the_other_clock) {
  Plan plan = three_nodes();
  for (const Duration at : {99ms, 199ms, 299ms}) {
    plan.operations.push_back(operation(at, 0, "n1", {"WALL"}));
    plan.operations.push_back(operation(at, 1, "n1", {"MONO"}));
  }
  plan.faults = {fault("clock_drift", 100ms, 100ms,
                       {{"node", std::string("n1")}, {"ppm", std::int64_t{100'000}}, {"wall", true}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  const auto gained = [&](std::uint32_t from, std::uint32_t to) {
    return log.operation(to).integer - log.operation(from).integer;
  };
  EXPECT_EQ(gained(0, 2), nanoseconds(110ms));
  EXPECT_EQ(gained(2, 4), nanoseconds(100ms));
  EXPECT_EQ(gained(1, 3), nanoseconds(100ms));
  EXPECT_EQ(result.fault_effective[0], 1U);
}

TEST(ClockDrift, of_the_wall_alone_is_not_effective_if_no_reading_shows_it) {
  Plan plan = three_nodes();
  plan.operations = {operation(199ms, 0, "n1", {"MONO"})};
  plan.faults = {fault("clock_drift", 100ms, 100ms,
                       {{"node", std::string("n1")}, {"ppm", std::int64_t{100'000}}, {"wall", true}})};
  EXPECT_EQ(run(plan).fault_effective[0], 0U);
}

TEST(ClockDrift, each_kind_ends_by_itself) {
  Plan plan = three_nodes();
  const auto drift = [](Duration at, Duration lasts, bool wall) {
    return fault("clock_drift", at, lasts,
                 {{"node", std::string("n1")}, {"ppm", std::int64_t{100'000}}, {"wall", wall}});
  };
  plan.faults = {drift(100ms, 200ms, true), drift(200ms, 200ms, false)};
  plan.faults[1].id = "second";
  for (const Duration at : {299ms, 399ms, 499ms}) {
    plan.operations.push_back(operation(at, 0, "n1", {"WALL"}));
    plan.operations.push_back(operation(at, 1, "n1", {"MONO"}));
  }
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.operation(2).integer - log.operation(0).integer, nanoseconds(110ms)) << "that of both continues";
  EXPECT_EQ(log.operation(3).integer - log.operation(1).integer, nanoseconds(110ms));
  EXPECT_EQ(log.operation(4).integer - log.operation(2).integer, nanoseconds(100ms));
}

// ---- timers and sockets

// A follower pings each 100 ms; woken late, it pings late, and answers what it hears in time.
TEST(LateTimers, what_waits_is_late_and_what_is_heard_is_not) {
  Plan plan = three_nodes();
  plan.operations = {operation(500ms, 0, "n2", {"GET", "k"})};
  RunLog before(plan);
  run(plan, before);
  plan.faults = {fault("late_timers", 100ms, 1s, {{"node", std::string("n2")}, {"by", Duration{60ms}}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  const Times usual = within(before.times("ping sent n2 n1"), 200ms, 1s);
  const Times late = within(log.times("ping sent n2 n1"), 200ms, 1s);
  ASSERT_FALSE(usual.empty());
  EXPECT_NE(late, usual);
  EXPECT_LT(late.size(), usual.size()) << "each ping waits for its timer from the one before";
  EXPECT_EQ(log.operation(0).completed, 502ms);
  EXPECT_GE(result.fault_effective[0], late.size());
  EXPECT_EQ(within(log.times("ping sent n3 n1"), 0ms, 2s), within(before.times("ping sent n3 n1"), 0ms, 2s));
}

TEST(LateTimers, one_in_which_none_was_due_is_not_effective) {
  Plan plan = three_nodes();
  plan.faults = {fault("late_timers", 100ms + 1ns, 1ns, {{"node", std::string("n2")}, {"by", Duration{60ms}}})};
  EXPECT_EQ(run(plan).fault_effective[0], 0U);
}

TEST(SpuriousReadiness, changes_nothing_that_a_client_sees) {
  Plan plan = with_writes();
  RunLog before(plan);
  run(plan, before);
  plan.faults = {fault("spurious_readiness", 100ms, 1s, {{"node", std::string("n1")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_GT(result.fault_effective[0], 10U);
  for (std::uint32_t i = 0; i < 19; ++i) EXPECT_EQ(log.operation(i).completed, before.operation(i).completed);
}

TEST(SpuriousReadiness, one_in_which_nothing_is_heard_is_not_effective) {
  Plan plan = three_nodes();
  plan.faults = {fault("spurious_readiness", 100ms + 1ns, 1ns, {{"node", std::string("n1")}})};
  EXPECT_EQ(run(plan).fault_effective[0], 0U);
}

TEST(OutOfSockets, a_node_that_comes_back_waits_in_the_queue) {
  Plan plan = three_nodes();
  plan.faults = {fault("out_of_sockets", 100ms, 800ms, {{"node", std::string("n1")}}),
                 fault("crash", 300ms, 100ms, {{"node", std::string("n2")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("register.loaded n2").back(), 901ms) << "its hello waited there";
  EXPECT_GE(result.fault_effective[0], 1U);
}

TEST(OutOfSockets, one_in_which_none_is_wanted_is_not_effective) {
  Plan plan = with_writes();
  plan.faults = {fault("out_of_sockets", 100ms, 800ms, {{"node", std::string("n1")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(result.fault_effective[0], 0U);
  EXPECT_EQ(result.coverage.at("ops.acknowledged"), 19U);
}

// ---- operator commands

// The command goes over a loopback of 50 us, after a connect.
TEST(Config, of_several_the_latest_counts_until_it_ends) {
  Plan plan = three_nodes();
  plan.nodes[1].config = {{"label", "1"}};
  const auto label = [](Duration at, Duration lasts, const char* value) {
    return fault("config", at, lasts, {{"node", std::string("n2")}, {"set", Knobs{{"label", value}}}});
  };
  plan.faults = {label(100ms, 600ms, "2"), label(300ms, 200ms, "3")};
  plan.faults[1].id = "second";
  for (const Duration at : {50ms, 200ms, 400ms, 600ms, 800ms}) {
    plan.operations.push_back(operation(at, 0, "n2", {"LABEL"}));
  }
  RunLog log(plan);
  const RunResult result = run(plan, log);
  std::vector<std::int64_t> labels;
  for (std::uint32_t i = 0; i < 5; ++i) labels.push_back(log.operation(i).integer);
  EXPECT_EQ(labels, (std::vector<std::int64_t>{1, 2, 3, 2, 1}));
  EXPECT_EQ(result.fault_effective, (std::vector<std::uint64_t>{1, 1}));
}

TEST(Config, of_a_node_that_is_down_is_not_effective_and_one_that_starts_again_has_the_plans) {
  Plan plan = three_nodes();
  const auto set = [](Duration at) {
    return fault("config", at, std::nullopt, {{"node", std::string("n2")}, {"set", Knobs{{"label", "2"}}}});
  };
  plan.faults = {fault("crash", 500ms, 200ms, {{"node", std::string("n2")}}), set(100ms)};
  plan.operations = {operation(1s, 0, "n2", {"LABEL"})};
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.operation(0).integer, 0);

  plan.faults = {fault("crash", 500ms, std::nullopt, {{"node", std::string("n2")}}),
                 fault("config", 600ms, 100ms, {{"node", std::string("n2")}, {"set", Knobs{{"label", "2"}}}})};
  plan.settle = 0s;
  EXPECT_EQ(run(plan).fault_effective[1], 0U);
}

TEST(Operator, a_failover_goes_through_a_partition) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "1"}), operation(600ms, 0, "primary", {"SET", "k", "2"})};
  plan.faults = {fault("partition", 200ms, 1s, {{"groups", Groups{{"n1"}, {"n2", "n3"}}}}),
                 fault("promote", 500ms, std::nullopt, {{"node", std::string("n2")}}),
                 fault("replicaof", 510ms, std::nullopt, {{"node", std::string("n3")}, {"of", std::string("n2")}}),
                 fault("replicaof", 520ms, std::nullopt, {{"node", std::string("n1")}, {"of", std::string("n2")}})};
  plan.faults[3].id = "old-primary";
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(result.coverage.at("fault.promote.effective"), 1U);
  EXPECT_EQ(result.coverage.at("fault.replicaof.effective"), 2U);
  ASSERT_EQ(log.appended.size(), 2U);
  EXPECT_EQ(log.appended[1].node, HostId{1});
  for (const RunLog::Sample& sample : log.samples) {
    if (sample.reason != SampleReason::ended) continue;
    EXPECT_EQ(sample.keys, (std::map<std::string, std::string>{{"k", "2"}}));
  }
  EXPECT_EQ(log.all("opened operator").size(), 0U) << "the operator is in no history";
}

// The node answers after a round trip, each time that the fault starts.
TEST(Operator, each_command_that_is_accepted_is_an_event) {
  Plan plan = with_writes();
  plan.faults = {fault("promote", 0ms, std::nullopt, {{"node", std::string("n3")}})};
  plan.faults[0].when = EventTrigger{.event = "register.set", .node = "n1", .count = 4, .times = 3};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("starts 0").size(), 3U);
  EXPECT_EQ(log.times("effective 0").size(), 3U);
  EXPECT_EQ(result.fault_effective[0], 3U);
}

TEST(Operator, waits_for_a_node_that_is_down) {
  Plan plan = three_nodes();
  plan.faults = {fault("crash", 100ms, 400ms, {{"node", std::string("n2")}}),
                 fault("promote", 200ms, std::nullopt, {{"node", std::string("n2")}})};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(result.fault_effective[1], 1U);
  EXPECT_EQ(log.positions.back().node, HostId{1});
  EXPECT_EQ(log.positions.back().role, Role::primary) << "it comes back as what the operator made it";
}

// The connection of n2 is lost in one direction, that of n3 stands.
// Its replica knows nothing of writes until the reader is quick again; then it knows all.
// ---- windows of the same verb that overlap

TEST(Overlap, pauses_add_up) {
  Plan plan = three_nodes();
  plan.faults = {fault("pause", 100ms, 200ms, {{"node", std::string("n2")}}),
                 fault("pause", 200ms, 300ms, {{"node", std::string("n2")}})};
  plan.faults[1].id = "other";
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("paused n2"), Times{100ms});
  EXPECT_EQ(log.times("resumed n2"), Times{500ms});
  EXPECT_EQ(result.fault_effective, (std::vector<std::uint64_t>{1, 1}));
}

// The pause ends with the process; that of another fault holds the new one.
TEST(Overlap, a_crash_ends_a_pause_of_its_process_only) {
  Plan plan = three_nodes();
  plan.faults = {fault("pause", 100ms, 500ms, {{"node", std::string("n2")}}),
                 fault("crash", 200ms, 100ms, {{"node", std::string("n2")}}),
                 fault("pause", 400ms, 400ms, {{"node", std::string("n2")}})};
  plan.faults[2].id = "other";
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.times("paused n2"), (Times{100ms, 400ms}));
  EXPECT_EQ(log.times("resumed n2"), Times{800ms});
}

TEST(Overlap, a_crash_of_a_process_that_is_down_does_nothing) {
  Plan plan = three_nodes();
  plan.faults = {fault("crash", 100ms, 200ms, {{"node", std::string("n2")}}),
                 fault("crash", 200ms, 600ms, {{"node", std::string("n2")}})};
  plan.faults[1].id = "other";
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("started n2"), (Times{-1s, 300ms}));
  EXPECT_EQ(result.fault_effective, (std::vector<std::uint64_t>{1, 0}));
}

TEST(Overlap, of_two_drifts_the_latest_counts_until_it_ends) {
  Plan plan = three_nodes();
  plan.faults = {fault("clock_drift", 100ms, 200ms, {{"node", std::string("n1")}, {"ppm", std::int64_t{100'000}}}),
                 fault("clock_drift", 200ms, 200ms, {{"node", std::string("n1")}, {"ppm", std::int64_t{-100'000}}})};
  plan.faults[1].id = "other";
  plan.operations = {operation(50ms, 0, "n1", {"MONO"}), operation(500ms, 0, "n1", {"MONO"})};
  RunLog log(plan);
  run(plan, log);
  // 100 ms fast by a tenth, 200 ms slow by a tenth, and true again.
  EXPECT_EQ(Duration(log.operation(1).integer - log.operation(0).integer), 450ms + 10ms - 20ms);
}

// ---- triggers

TEST(When, a_fault_starts_at_the_nth_announcement_of_its_node) {
  Plan plan = with_writes();
  plan.faults = {fault("pause", 0ms, 10ms, {{"node", std::string("n3")}})};
  plan.faults[0].when = EventTrigger{.event = "register.set", .node = "n1", .count = 4};
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.times("paused n3"), Times{351ms});
  EXPECT_EQ(log.times("resumed n3"), Times{361ms});
}

TEST(When, the_fields_of_the_announcement_decide_and_it_starts_so_much_later) {
  Plan plan = with_writes();
  plan.faults = {fault("pause", 0ms, 10ms, {{"node", std::string("n3")}})};
  plan.faults[0].when = EventTrigger{.event = "register.set", .node = "n1", .where = {{"key", "k6"}}, .after = 33ms};
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.times("paused n3"), Times{651ms + 33ms});
}

TEST(When, a_fault_starts_again_at_the_next_ones_after_its_end) {
  Plan plan = with_writes();
  plan.faults = {fault("pause", 0ms, 150ms, {{"node", std::string("n3")}})};
  plan.faults[0].when = EventTrigger{.event = "register.set", .node = "n1", .count = 2, .times = 3};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.times("paused n3"), (Times{151ms, 451ms, 751ms})) << "writes at 51 ms, 151 ms …; the pause takes two";
  EXPECT_EQ(log.times("resumed n3"), (Times{301ms, 601ms, 901ms}));
  EXPECT_EQ(log.times("starts 0").size(), 3U);
  EXPECT_GE(result.fault_effective[0], 3U);
}

TEST(When, an_instant_starts_again_too_and_nothing_does_in_settle) {
  Plan plan = with_writes();
  plan.faults = {fault("reset", 0ms, std::nullopt, {{"link", LinkSelector{"n1", "n2", false}}}),
                 fault("pause", 0ms, std::nullopt, {{"node", std::string("n3")}})};
  plan.faults[0].when = EventTrigger{.event = "register.set", .node = "n1", .count = 5, .times = 2};
  plan.faults[1].when = EventTrigger{.event = "register.set", .node = "n1", .times = 5};
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(log.times("starts 0"), (Times{451ms, 951ms}));
  EXPECT_EQ(log.times("starts 1"), Times{51ms}) << "it lasts to the end of chaos";
}

TEST(When, announcements_of_warmup_and_of_other_nodes_do_not_count) {
  Plan plan = with_writes();
  plan.faults = {fault("pause", 0ms, 10ms, {{"node", std::string("n3")}}),
                 fault("pause", 0ms, 10ms, {{"node", std::string("n3")}})};
  plan.faults[0].when = EventTrigger{.event = "register.loaded", .node = std::nullopt, .count = 1};
  plan.faults[1].when = EventTrigger{.event = "register.set", .node = "n2", .count = 1};
  plan.faults[1].id = "other";
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(log.all("starts").size(), 0U);
  EXPECT_EQ(result.fault_effective, (std::vector<std::uint64_t>{0, 0}));
}

TEST(When, the_node_that_announced_may_be_the_one_that_dies) {
  Plan plan = with_writes();
  plan.faults = {fault("crash", 0ms, 200ms, {{"node", std::string("n1")}})};
  plan.faults[0].when = EventTrigger{.event = "register.set", .node = std::nullopt, .count = 2};
  RunLog log(plan);
  const RunResult result = run(plan, log);
  EXPECT_EQ(result.end, EndReason::completed);
  EXPECT_EQ(log.times("crashed n1"), Times{151ms});
  EXPECT_EQ(log.times("started n1"), (Times{-1s, 351ms}));
}

}  // namespace
}  // namespace groundhog::test
