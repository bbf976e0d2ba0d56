// Each verb asks exactly this of the world, and takes it back.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/sim/faults/recording_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Calls = std::vector<std::string>;

PlannedFault planned(std::string verb, FaultParameters parameters, std::optional<Duration> lasts = std::nullopt) {
  PlannedFault plan;
  plan.id = verb;
  plan.verb = std::move(verb);
  plan.lasts = lasts;
  plan.parameters = std::move(parameters);
  return plan;
}

// What the fault did from start to stop.
Calls life(RecordingWorld& world, const PlannedFault& plan) {
  const auto fault = world.make(plan);
  fault->start();
  world.calls.emplace_back("-");
  fault->stop();
  return world.calls;
}

TEST(Partition, cuts_both_directions_between_groups_and_heals_them) {
  RecordingWorld world;
  const auto plan = planned("partition", {{"groups", Groups{{"n1"}, {"n2", "n3"}}}});
  EXPECT_EQ(life(world, plan), (Calls{"cut n1->n2", "cut n1->n3", "cut n2->n1", "cut n3->n1", "-", "heal n1->n2",
                                      "heal n1->n3", "heal n2->n1", "heal n3->n1"}));
}

TEST(Partition, one_way_cuts_only_from_earlier_to_later_groups) {
  RecordingWorld world;
  const auto plan = planned("partition", {{"groups", Groups{{"n1"}, {"n2"}, {"n3"}}}, {"one_way", true}});
  EXPECT_EQ(life(world, plan),
            (Calls{"cut n1->n2", "cut n1->n3", "cut n2->n3", "-", "heal n1->n2", "heal n1->n3", "heal n2->n3"}));
}

TEST(Partition, a_host_in_two_groups_is_a_bridge) {
  RecordingWorld world;
  const auto plan = planned("partition", {{"groups", Groups{{"n1", "n2"}, {"n2", "n3"}}}});
  EXPECT_EQ(life(world, plan), (Calls{"cut n1->n3", "cut n3->n1", "-", "heal n1->n3", "heal n3->n1"}));
}

TEST(Partition, hosts_that_share_any_group_keep_their_link) {
  RecordingWorld world;
  const auto plan = planned("partition", {{"groups", Groups{{"n1", "n2"}, {"n2", "n3"}, {"n3", "n1"}}}});
  EXPECT_EQ(life(world, plan), Calls{"-"});
}

TEST(Link, a_star_is_every_other_host) {
  RecordingWorld world;
  const auto plan = planned("link", {{"link", LinkSelector{"*", "n2", false}}, {"loss", 0.5}});
  EXPECT_EQ(life(world, plan), (Calls{"override n1->n2", "override n3->n2", "override c1->n2", "-", "restore n1->n2",
                                      "restore n3->n2", "restore c1->n2"}));
  EXPECT_EQ(world.last_change.loss, 0.5);
  EXPECT_EQ(world.last_change.mean, std::nullopt);
}

TEST(Link, both_ways_and_every_word) {
  RecordingWorld world;
  const auto plan = planned("link", {{"link", LinkSelector{"n1", "n2", true}},
                                     {"delay", Duration{40ms}},
                                     {"jitter", Duration{3ms}},
                                     {"dist", std::string("normal")}});
  EXPECT_EQ(life(world, plan), (Calls{"override n1->n2", "override n2->n1", "-", "restore n1->n2", "restore n2->n1"}));
  EXPECT_EQ(world.last_change.mean, Duration{40ms});
  EXPECT_EQ(world.last_change.jitter, Duration{3ms});
  EXPECT_EQ(world.last_change.shape, DelaySpec::Shape::normal);
  EXPECT_EQ(world.last_change.loss, std::nullopt);
}

TEST(Crash, restarts_what_it_killed) {
  RecordingWorld world;
  const auto plan = planned("crash", {{"node", std::string("n2")}, {"host", true}, {"restart_after", Duration{500ms}}});
  EXPECT_EQ(*duration_of(*find_fault("crash"), KeySpec::Kind::length, plan.parameters), Duration{500ms});
  EXPECT_EQ(life(world, plan), (Calls{"crash host n2", "-", "restart n2"}));
  EXPECT_EQ(world.effects, 1);
}

TEST(Crash, leaves_alone_what_was_down_before) {
  RecordingWorld world;
  world.process_obeys = false;
  EXPECT_EQ(life(world, planned("crash", {{"node", std::string("n2")}})), (Calls{"crash n2", "-"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(Hold, holds_the_links_that_it_names_and_releases_them) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("hold", {{"link", LinkSelector{"n1", "n2", false}}})),
            (Calls{"hold n1->n2", "-", "release n1->n2"}));
  world.calls.clear();
  EXPECT_EQ(life(world, planned("hold", {{"link", LinkSelector{"n1", "n2", true}}})),
            (Calls{"hold n1->n2", "hold n2->n1", "-", "release n1->n2", "release n2->n1"}));
}

TEST(Reset, meets_connections_whichever_end_opened_them) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("reset", {{"link", LinkSelector{"n1", "n2", false}}})),
            (Calls{"reset n1->n2", "reset n2->n1", "-"}));
  EXPECT_EQ(world.effects, 1);
  world.calls.clear();
  life(world, planned("reset", {{"link", LinkSelector{"n1", "n2", true}}}));
  EXPECT_EQ(world.calls, (Calls{"reset n1->n2", "reset n2->n1", "-"}));
}

TEST(Reset, counts_only_where_a_connection_stood) {
  RecordingWorld world;
  world.process_obeys = false;
  life(world, planned("reset", {{"link", LinkSelector{"n1", "n2", false}}}));
  EXPECT_EQ(world.effects, 0);
}

TEST(Reset, only_of_one_opener) {
  RecordingWorld world;
  const auto plan = planned("reset", {{"link", LinkSelector{"n1", "*", false}}, {"opened_by", std::string("c1")}});
  EXPECT_EQ(life(world, plan), (Calls{"reset c1->n1", "-"}));
}

TEST(Blackhole, swallows_in_each_direction_until_it_stops) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("blackhole", {{"link", LinkSelector{"n1", "n2", true}}})),
            (Calls{"blackhole n1->n2", "blackhole n2->n1", "-", "end blackhole"}));
  EXPECT_EQ(world.effects, 0) << "effective only when something is lost";
}

TEST(HalfOpen, loses_the_ends_of_the_second_host_whichever_opened_them) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("half_open", {{"link", LinkSelector{"n1", "n2", false}}})),
            (Calls{"half_open n1->n2 at n2", "half_open n2->n1 at n2", "-"}));
  EXPECT_EQ(world.effects, 1);
  world.calls.clear();
  const auto plan = planned("half_open", {{"link", LinkSelector{"n1", "n2", false}}, {"opened_by", std::string("n2")}});
  EXPECT_EQ(life(world, plan), (Calls{"half_open n2->n1 at n2", "-"}));
  world.process_obeys = false;
  life(world, plan);
  EXPECT_EQ(world.effects, 2) << "no connection stood";
}

TEST(Slice, cuts_what_its_links_carry_until_it_stops) {
  RecordingWorld world;
  const auto plan =
      planned("slice", {{"link", LinkSelector{"n1", "n2", true}}, {"most", Bytes{7}}, {"gap", Duration{5}}});
  EXPECT_EQ(life(world, plan), (Calls{"slice n1->n2 7 5", "slice n2->n1 7 5", "-", "end n1->n2", "end n2->n1"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(SlowReader, drains_at_its_rate_or_not_at_all) {
  RecordingWorld world;
  EXPECT_EQ(
      life(world, planned("slow_reader", {{"link", LinkSelector{"n1", "n2", false}}, {"rate", BytesPerSecond{4096}}})),
      (Calls{"read n1->n2 at 4096", "-", "end n1->n2"}));
  world.calls.clear();
  EXPECT_EQ(life(world, planned("slow_reader", {{"link", LinkSelector{"n1", "c1", false}}})),
            (Calls{"read n1->c1 at 0", "-", "end n1->c1"}));
}

TEST(ShortWrites, last_until_they_stop) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("short_writes", {{"node", std::string("n3")}, {"most", Bytes{7}}})),
            (Calls{"short writes n3 7", "-", "kernel as ever n3"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(OutOfSockets, lasts_until_it_stops) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("out_of_sockets", {{"node", std::string("n3")}})),
            (Calls{"no sockets n3", "-", "kernel as ever n3"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(SpuriousReadiness, is_certain_unless_it_says_another_probability) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("spurious_readiness", {{"node", std::string("n3")}})),
            (Calls{"spurious n3 1.000000", "-", "process as ever n3"}));
  world.calls.clear();
  EXPECT_EQ(life(world, planned("spurious_readiness", {{"node", std::string("n3")}, {"probability", 0.5}})),
            (Calls{"spurious n3 0.500000", "-", "process as ever n3"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(LateTimers, last_until_they_stop) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("late_timers", {{"node", std::string("n3")}, {"by", Duration{20}}})),
            (Calls{"late timers n3 20", "-", "process as ever n3"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(Config, sets_knobs_and_sets_them_back) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("config", {{"node", std::string("n3")}, {"set", Knobs{{"b", "2"}, {"a", "1"}}}})),
            (Calls{"configure n3 a=1 b=2", "-", "configured as before n3"}));
  EXPECT_EQ(world.effects, 0);
}

TEST(Connects, hang_or_are_refused) {
  RecordingWorld world;
  for (const std::string answer : {"none", "refused"}) {
    world.calls.clear();
    EXPECT_EQ(life(world, planned("connects", {{"link", LinkSelector{"n2", "n1", false}}, {"answer", answer}})),
              (Calls{(answer == "none" ? "no answer" : "refuse") + std::string(" n2->n1"), "-", "end n2->n1"}));
  }
}

TEST(Resolve, answers_late_wrongly_or_not_at_all) {
  RecordingWorld world;
  const FaultValue link = LinkSelector{"*", "n1", false};
  EXPECT_EQ(life(world, planned("resolve", {{"link", link}, {"after", Duration{9}}, {"unknown", true}})),
            (Calls{"name n2->n1 unknown after 9", "name n3->n1 unknown after 9", "name c1->n1 unknown after 9", "-",
                   "end n2->n1", "end n3->n1", "end c1->n1"}));
  world.calls.clear();
  EXPECT_EQ(
      life(world, planned("resolve", {{"link", link}, {"as", std::string("n3")}})),
      (Calls{"name n2->n1 is n3 after 0", "name c1->n1 is n3 after 0", "-", "end n2->n1", "end n3->n1", "end c1->n1"}))
      << "none is led to itself";
}

TEST(Link, rate_limit_and_bursts) {
  RecordingWorld world;
  life(world, planned("link", {{"link", LinkSelector{"n1", "n2", false}},
                               {"loss", 0.2},
                               {"burst", Duration{80ms}},
                               {"rate", BytesPerSecond{16384}},
                               {"limit", Bytes{8192}}}));
  EXPECT_EQ(world.last_change.burst, Duration{80ms});
  EXPECT_EQ(world.last_change.rate_bytes, 16384U);
  EXPECT_EQ(world.last_change.limit_bytes, 8192U);
}

TEST(Slow, lasts_until_it_stops) {
  RecordingWorld world;
  const auto plan = planned("slow", {{"node", std::string("n3")}, {"by", Duration{20}}, {"jitter", Duration{5}}});
  EXPECT_EQ(life(world, plan), (Calls{"slow n3 20 ± 5", "-", "process as ever n3"}));
  EXPECT_EQ(world.effects, 0) << "effective only when a callback begins";
}

TEST(Pause, lasts_until_it_stops) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("pause", {{"node", std::string("n3")}})), (Calls{"pause n3", "-", "resume n3"}));
  EXPECT_EQ(world.effects, 0) << "effective only when a callback is withheld";
}

TEST(ClockDrift, a_window_restores_the_former_rate) {
  RecordingWorld world;
  const FaultParameters parameters{{"node", std::string("n1")}, {"ppm", std::int64_t{-200}}};
  EXPECT_EQ(life(world, planned("clock_drift", parameters, 3s)), (Calls{"drift n1 -200", "-", "drift restored n1"}));
}

TEST(ClockDrift, without_a_window_the_new_rate_stays) {
  RecordingWorld world;
  const FaultParameters parameters{{"node", std::string("n1")}, {"ppm", std::int64_t{-200}}};
  EXPECT_EQ(life(world, planned("clock_drift", parameters)), (Calls{"drift n1 -200", "-"}));
}

TEST(Clocks, jump_and_freeze) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("clock_jump", {{"node", std::string("n1")}, {"by", Duration{-5ns}}})),
            (Calls{"jump n1 -5", "-"}));
  world.calls.clear();
  EXPECT_EQ(life(world, planned("clock_freeze", {{"node", std::string("n1")}})), (Calls{"freeze n1", "-", "thaw n1"}));
  EXPECT_EQ(world.effects, 0) << "effective only when a reading shows it";
}

TEST(Operator, promote_and_replicaof) {
  RecordingWorld world;
  EXPECT_EQ(life(world, planned("promote", {{"node", std::string("n2")}})), (Calls{"promote n2", "-"}));
  world.calls.clear();
  EXPECT_EQ(life(world, planned("replicaof", {{"node", std::string("n1")}, {"of", std::string("n2")}})),
            (Calls{"follow n1->n2", "-"}));
  EXPECT_EQ(world.effects, 0) << "effective only when the node accepts";
}

// ---- frames

Frame frame(std::string_view type, std::uint32_t from, std::uint32_t to, std::uint64_t ordinal,
            std::string_view key = {}) {
  return {ConnectionId{1}, HostId{from}, HostId{to}, type, ordinal, key, {}, {}};
}

// Which of the pongs 1 … count of n2 -> n1 the rule drops.
std::vector<std::uint64_t> dropped(RecordingWorld& world, const FrameMatch& match, std::uint64_t count) {
  const auto plan = planned("drop", {{"match", match}});
  const auto fault = world.make(plan);
  fault->start();
  std::vector<std::uint64_t> ordinals;
  for (std::uint64_t i = 1; i <= count; ++i) {
    if (world.rules.at(0)->judge(frame("pong", 1, 0, i)).action == FrameVerdict::Action::drop) ordinals.push_back(i);
  }
  fault->stop();
  EXPECT_TRUE(world.rules.empty());
  return ordinals;
}

using Ordinals = std::vector<std::uint64_t>;

TEST(FrameFilter, counts_first_nth_every_nth) {
  RecordingWorld world;
  EXPECT_EQ(dropped(world, {.types = {"pong"}}, 3), (Ordinals{1, 2, 3}));
  EXPECT_EQ(dropped(world, {.types = {"pong"}, .first = 2}, 5), (Ordinals{1, 2}));
  EXPECT_EQ(dropped(world, {.types = {"pong"}, .nth = 4}, 5), (Ordinals{4}));
  EXPECT_EQ(dropped(world, {.types = {"pong"}, .every_nth = 2}, 5), (Ordinals{2, 4}));
  EXPECT_EQ(dropped(world, {.types = {"ping"}}, 5), (Ordinals{}));
}

TEST(FrameFilter, resolves_sender_receiver_and_key) {
  RecordingWorld world;
  EXPECT_EQ(dropped(world, {.from = "n2", .to = "n1"}, 1), (Ordinals{1}));
  EXPECT_EQ(dropped(world, {.from = "n1"}, 1), (Ordinals{}));
  EXPECT_EQ(dropped(world, {.to = "n3"}, 1), (Ordinals{}));
  EXPECT_EQ(dropped(world, {.key = "k"}, 1), (Ordinals{}));
}

TEST(FrameFilter, waits_for_its_event_and_counts_from_there) {
  RecordingWorld world;
  const auto plan = planned("drop", {{"match", FrameMatch{.types = {"pong"}, .nth = 1, .after_event = "peer.lost"}}});
  const auto fault = world.make(plan);
  fault->start();
  EXPECT_EQ(world.rules.at(0)->judge(frame("pong", 1, 0, 1)).action, FrameVerdict::Action::pass);
  world.events.emplace_back("peer.lost");
  EXPECT_EQ(world.rules.at(0)->judge(frame("pong", 1, 0, 2)).action, FrameVerdict::Action::drop);
  EXPECT_EQ(world.rules.at(0)->judge(frame("pong", 1, 0, 3)).action, FrameVerdict::Action::pass);
}

TEST(Corrupt, turns_one_bit_of_the_frame_drawn_or_said) {
  RecordingWorld world;
  const auto plan = planned("corrupt", {{"match", FrameMatch{.types = {"pong"}}}});
  const auto fault = world.make(plan);
  fault->start();
  std::set<std::size_t> bytes;
  std::set<std::uint8_t> bits;
  for (std::uint64_t i = 1; i <= 200; ++i) {
    Frame each = frame("pong", 1, 0, i);
    each.bytes = "0123456789";
    const FrameVerdict verdict = world.rules[0]->judge(each);
    EXPECT_EQ(verdict.action, FrameVerdict::Action::corrupt);
    bytes.insert(verdict.byte);
    bits.insert(verdict.bits);
  }
  EXPECT_EQ(bytes.size(), 10U);
  EXPECT_EQ(*bytes.rbegin(), 9U);
  EXPECT_EQ(bits, (std::set<std::uint8_t>{1, 2, 4, 8, 16, 32, 64, 128}));
  fault->stop();
  EXPECT_TRUE(world.rules.empty());

  for (const std::int64_t byte : {9, 10}) {
    const auto said = planned("corrupt", {{"match", FrameMatch{}}, {"byte", byte}});
    const auto other = world.make(said);
    other->start();
    Frame each = frame("pong", 1, 0, 1);
    each.bytes = "0123456789";
    const FrameVerdict verdict = world.rules[0]->judge(each);
    EXPECT_EQ(verdict.action, byte == 9 ? FrameVerdict::Action::corrupt : FrameVerdict::Action::pass);
    EXPECT_EQ(verdict.byte, byte == 9 ? 9U : 0U);
    other->stop();
  }
}

TEST(Cut, at_the_edges_of_the_frame_as_often_as_anywhere) {
  RecordingWorld world;
  const auto plan = planned("cut", {{"match", FrameMatch{}}});
  const auto fault = world.make(plan);
  fault->start();
  std::map<std::size_t, int> cuts;
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    Frame each = frame("pong", 1, 0, i);
    const std::string bytes(100, 'x');
    each.bytes = bytes;
    const FrameVerdict verdict = world.rules[0]->judge(each);
    EXPECT_EQ(verdict.action, FrameVerdict::Action::cut);
    ++cuts[verdict.byte];
  }
  for (const std::size_t edge : {0, 1, 99, 100}) EXPECT_GT(cuts[edge], 80) << edge;
  EXPECT_GT(cuts.size(), 90U);
  EXPECT_LE(cuts.rbegin()->first, 100U);
  fault->stop();
}

TEST(Delay, jitter_is_a_function_of_the_frame_not_of_those_before) {
  RecordingWorld world;
  const FaultParameters parameters{
      {"match", FrameMatch{.types = {"pong"}}}, {"by", Duration{100ms}}, {"jitter", Duration{20ms}}};
  const auto plan = planned("delay", parameters);
  const auto all = world.make(plan);
  all->start();
  std::vector<Duration> holds;
  for (std::uint64_t i = 1; i <= 50; ++i) holds.push_back(world.rules[0]->judge(frame("pong", 1, 0, i)).by);
  all->stop();
  for (const Duration hold : holds) {
    EXPECT_GE(hold, 80ms);
    EXPECT_LE(hold, 120ms);
  }
  EXPECT_NE(holds[0], holds[1]);
  const auto late = world.make(plan);
  late->start();
  EXPECT_EQ(world.rules[0]->judge(frame("pong", 1, 0, 50)).by, holds[49]);
  late->stop();
}

}  // namespace
}  // namespace groundhog::test
